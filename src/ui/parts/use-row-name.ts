import { useEffect, useState } from 'preact/hooks';
import type { RowAddress } from '../../core/row.ts';
import { useServices } from '../services-context.ts';
import { rowName } from '../view-model/row-name.ts';

/** The name of a row as this device has it now; null while it is looked up, or where the row is not here. */
export function useRowName(address: RowAddress | null): string | null {
  const { line, state } = useServices();
  const [name, setName] = useState<string | null>(null);
  useEffect(() => {
    let isOver = false;
    const look = async () => {
      if (address === null) return;
      const row = await line.value?.call('row', { table: address.table, key: address.key }).catch(() => null);
      const table = state.value?.facts.tables.find((candidate) => candidate.name === address.table);
      if (!isOver && row && table) setName(rowName(table, row.seen.values));
    };
    void look();
    return () => {
      isOver = true;
    };
  }, [address?.table, address?.key]);
  return name;
}
