import { type ReadonlySignal, type Signal, useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { TableDefinition } from '../../core/table.ts';
import type { ViewQuery } from '../../core/view.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { useServices } from '../services-context.ts';
import { keepListPlace, listPlace } from '../view-model/list-memory.ts';
import { RowWindow } from '../view-model/row-window.ts';

export interface ListState {
  readonly rows: RowWindow;
  readonly query: ReadonlySignal<ViewQuery>;
  /** Where the list stood when it was last left. */
  readonly startPx: number;
  change(part: Partial<ViewQuery>): void;
  keepScroll(scrollPx: number): void;
}

/** A list with its order and search; it comes back where it was left. */
export function useList(line: DataLine, table: TableDefinition): ListState {
  const account = useServices().account.value?.database ?? '';
  const place = useMemo(() => listPlace(account, table), [account, table.name]);
  const query: Signal<ViewQuery> = useSignal(place.query);
  const scrollPx = useRef(place.scrollPx);
  const rows = useMemo(() => new RowWindow(line), [line]);

  useEffect(() => {
    void rows.show(query.value);
    return () => {
      rows.stop();
      keepListPlace(account, table.name, { query: query.value, scrollPx: scrollPx.current });
    };
  }, [rows]);

  return {
    rows,
    query,
    startPx: place.scrollPx,
    change: (part) => {
      query.value = { ...query.value, ...part };
      scrollPx.current = 0;
      void rows.show(query.value);
    },
    keepScroll: (px) => {
      scrollPx.current = px;
    },
  };
}
