import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RowAddress } from '../../core/row.ts';
import type { OpenedRow } from '../../core/view.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { useServices } from '../services-context.ts';

export type RowState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'open'; readonly row: OpenedRow };

/** A row as this device has it, read again whenever the state of sync changed. */
export function useOpenedRow(line: DataLine, address: RowAddress): ReadonlySignal<RowState> {
  const { state } = useServices();
  const row = useSignal<RowState>({ kind: 'reading' });
  useEffect(() => {
    let isOver = false;
    let isBusy = false;
    let isStale = false;
    const read = async () => {
      isStale = true;
      if (isBusy) return;
      isBusy = true;
      while (isStale && !isOver) {
        isStale = false;
        const next = await readRow(line, address);
        if (!isOver) row.value = next;
      }
      isBusy = false;
    };
    const stop = state.subscribe(() => void read());
    return () => {
      isOver = true;
      stop();
    };
  }, [line, address.table, address.key]);
  return row;
}

async function readRow(line: DataLine, address: RowAddress): Promise<RowState> {
  try {
    const row = await line.call('row', address);
    return row === null ? { kind: 'absent' } : { kind: 'open', row };
  } catch {
    return { kind: 'failed' };
  }
}
