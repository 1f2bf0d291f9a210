import { useMemo } from 'preact/hooks';
import type { TableDefinition } from '../../core/table.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { Icon } from '../parts/icon.tsx';
import { ListTools } from '../parts/list-tools.tsx';
import { LoadBanner } from '../parts/load-banner.tsx';
import { MessageBar } from '../parts/message-bar.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { RowList } from '../parts/row-list.tsx';
import { useIsWide } from '../parts/use-is-wide.ts';
import { useList } from '../parts/use-list.ts';
import { newRowPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { listTexts as texts } from '../texts/list.ts';
import { noCreateTexts } from '../texts/no-create.ts';
import { shellTexts } from '../texts/shell.ts';
import { takeFlash } from '../view-model/flash.ts';
import { secondaryColumns } from '../view-model/list-columns.ts';
import { listCountText, listEmptyText } from '../view-model/list-count.ts';
import { countText } from '../view-model/number-text.ts';
import { tableProgress } from '../view-model/table-progress.ts';
import { deskRowPx, mostRows, phoneRowPx } from '../view-model/window-range.ts';
import { NotFoundScreen } from './not-found-screen.tsx';

export function ListScreen(props: { readonly table: string }) {
  const services = useServices();
  const facts = services.state.value?.facts;
  const line = services.line.value;
  if (facts === undefined || line === null) return <p class="screen quiet">{shellTexts.opening}</p>;
  const table = facts.tables.find((candidate) => candidate.name === props.table);
  if (table === undefined) return <NotFoundScreen text={shellTexts.tableUnknown(props.table)} />;
  return <List table={table} line={line} />;
}

function List(props: { readonly table: TableDefinition; readonly line: DataLine }) {
  const { table } = props;
  const services = useServices();
  const list = useList(props.line, table);
  const flash = useMemo(takeFlash, []);
  const facts = services.state.value?.facts;
  const progress = facts && tableProgress(facts).find((candidate) => candidate.table.name === table.name);
  const shown = list.rows.shown.value;
  const columns = secondaryColumns(table, 3);
  const search = list.query.value.search;
  const most = mostRows(useIsWide() ? deskRowPx : phoneRowPx);
  return (
    <div class="list-screen">
      <PageHeading
        title={table.pluralLabel}
        actions={
          table.privileges.canCreate && (
            <a class="button primary" href={newRowPath(table.name)} aria-label={texts.newLabel(table.label)}>
              <Icon name="add" /> {texts.new}
            </a>
          )
        }
      />
      {flash !== null && (
        <MessageBar tone="success" isNews>
          {flash}
        </MessageBar>
      )}
      <LoadBanner />
      {table.noCreate && <p class="quiet">{noCreateTexts[table.noCreate]}</p>}
      <ListTools table={table} list={list} />
      <p class="list-count quiet" role="status">
        {shown !== null && listCountText({ total: shown.total, search, progress, locale: services.locale })}
      </p>
      {shown !== null && shown.total > most && (
        <MessageBar tone="warning">{texts.tooMany(countText(most, services.locale))}</MessageBar>
      )}
      {list.rows.hasFailed.value && <MessageBar tone="danger">{texts.broke}</MessageBar>}
      {shown?.total === 0 && <p class="list-empty">{listEmptyText(search, progress)}</p>}
      <RowList table={table} columns={columns} rows={list.rows} startPx={list.startPx} onScroll={list.keepScroll} />
    </div>
  );
}
