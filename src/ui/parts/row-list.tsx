// biome-ignore-all lint/a11y/useSemanticElements: rows stand at places of their own, which a real table cannot
// biome-ignore-all lint/a11y/useFocusableInteractive: the link in each row takes the focus, not the row
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { ColumnDefinition, TableDefinition } from '../../core/table.ts';
import { listTexts as texts } from '../texts/list.ts';
import type { RowWindow } from '../view-model/row-window.ts';
import { deskRowPx, phoneRowPx } from '../view-model/window-range.ts';
import { ListRow } from './list-row.tsx';
import { useIsWide } from './use-is-wide.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useWindow } from './use-window.ts';

/** The rows of a list: only those in the window are in the document, recycled by slot, in the order of the list. */
export function RowList(props: {
  readonly table: TableDefinition;
  readonly columns: readonly ColumnDefinition[];
  readonly rows: RowWindow;
  readonly startPx: number;
  readonly onScroll: (scrollPx: number) => void;
}) {
  const shown = props.rows.shown.value;
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = useIsWide() ? deskRowPx : phoneRowPx;
  const total = shown?.total ?? 0;
  const { range, firstVisible, heightPx } = useWindow(scroller, rowPx, total);
  const onKeyDown = useRowKeys(scroller, rowPx, total);

  const opening = useRef(0);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || shown === null) return;
    if (opening.current !== shown.opening) {
      element.scrollTop = opening.current === 0 ? props.startPx : 0;
      opening.current = shown.opening;
    } else if (shown.shiftRows !== 0) element.scrollTop += shown.shiftRows * rowPx;
  }, [shown]);
  useEffect(() => props.rows.lookAt(range, firstVisible), [range.from, range.count, firstVisible]);

  const slots = range.count;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys only move the focus between the links inside
    <div
      class={shown?.total === 0 ? 'list-scroller is-empty' : 'list-scroller'}
      ref={scroller}
      onKeyDown={onKeyDown}
      onScroll={(event) => props.onScroll(event.currentTarget.scrollTop)}
    >
      <div
        class="list-table"
        role="table"
        aria-label={texts.tableLabel(props.table.pluralLabel)}
        aria-rowcount={total + 1}
      >
        <ListHead table={props.table} columns={props.columns} />
        <div class="list-body" role="rowgroup" style={{ height: `${heightPx}px` }}>
          {Array.from({ length: slots }, (_, place) => {
            const index = range.from + place;
            return (
              <ListRow
                key={index % slots}
                index={index}
                rowPx={rowPx}
                row={shown?.rows[index - (shown?.from ?? 0)]}
                table={props.table}
                columns={props.columns}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function ListHead(props: { readonly table: TableDefinition; readonly columns: readonly ColumnDefinition[] }) {
  const name = props.table.columns.find((column) => column.name === props.table.nameColumn);
  return (
    <div class="list-head" role="rowgroup">
      <div class="list-row" role="row" aria-rowindex={1} data-columns={props.columns.length}>
        <span class="cell-name" role="columnheader">
          {name?.label ?? ''}
        </span>
        <span class="cells">
          {props.columns.map((column) => (
            <span key={column.name} class="cell" role="columnheader">
              {column.label}
            </span>
          ))}
        </span>
        <span class="cell-mark" role="columnheader">
          {texts.stateColumn}
        </span>
      </div>
    </div>
  );
}
