import type { SyncState } from '../../core/facts.ts';
import { DataNotices } from '../parts/data-notices.tsx';
import { ExpectationPanel } from '../parts/expectation-panel.tsx';
import { MessageBar } from '../parts/message-bar.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { Progress } from '../parts/progress.tsx';
import { TableCard } from '../parts/table-card.tsx';
import { useServices } from '../services-context.ts';
import { homeTexts as texts } from '../texts/home.ts';
import { shellTexts } from '../texts/shell.ts';
import { noTablesText, whyLoadRests } from '../view-model/load-texts.ts';
import { bytesText, countText } from '../view-model/number-text.ts';
import { type LoadProgress, loadProgress } from '../view-model/table-progress.ts';

/** The tables on this device; until all are whole, how far the first load is and what happens if the person leaves. */
export function HomeScreen() {
  const services = useServices();
  const state = services.state.value;
  if (state === null) {
    return (
      <div class="screen">
        <PageHeading title={texts.title} />
        <p class="quiet" role="status">
          {shellTexts.opening}
        </p>
      </div>
    );
  }
  const load = loadProgress(state.facts);
  return (
    <div class="screen">
      <PageHeading title={load.isWhole || state.activity.kind !== 'running' ? texts.title : texts.titleLoading} />
      <DataNotices notices={state.facts.notices} />
      {!load.isWhole && <FirstLoad load={load} state={state} />}
      <ul class="table-cards">
        {load.tables.map((table) => (
          <TableCard key={table.table.name} progress={table} />
        ))}
      </ul>
      {(!load.isWhole || state.facts.outbox.length > 0) && <ExpectationPanel detail="short" />}
    </div>
  );
}

function FirstLoad(props: { readonly load: LoadProgress; readonly state: SyncState }) {
  const services = useServices();
  const { load, state } = props;
  const given = { state, isOnline: services.isOnline.value, now: services.now.value, locale: services.locale };
  const count = (n: number) => countText(n, services.locale);
  if (load.tables.length === 0) {
    const said = noTablesText(given);
    return state.activity.kind === 'waiting' ? <MessageBar tone="warning">{said}</MessageBar> : <p>{said}</p>;
  }
  const rests = whyLoadRests(given);
  return (
    <div class="first-load">
      <div class="first-load-figures">
        <strong>
          {load.expected === null
            ? texts.overallUnknown(count(load.rows))
            : texts.overall(count(load.rows), count(load.expected))}
        </strong>
        <span>{texts.tablesWhole(count(load.wholeTables), count(load.tables.length))}</span>
        {load.bytes > 0 && <span>{bytesText(load.bytes, services.locale)}</span>}
      </div>
      <Progress label={texts.overallLabel} fraction={load.fraction ?? load.tablesFraction} />
      {rests !== null && (
        <MessageBar tone="warning" title={texts.notWhole}>
          {rests}
        </MessageBar>
      )}
      <p class="quiet">{texts.meanwhile}</p>
    </div>
  );
}
