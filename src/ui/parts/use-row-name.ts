import { useEffect, useState } from 'preact/hooks';
import { addressText, type RowAddress } from '../../core/row.ts';
import { useServices } from '../services-context.ts';
import { rowName } from '../view-model/row-name.ts';

/** The name of a row as this device has it now; null while it is looked up, or where the row is not here. */
export function useRowName(address: RowAddress | null): string | null {
  return useNameAmong(address === null ? [] : [address]);
}

/** The name of the first of these rows that is on this device: a wire value does not always say in which table it is. */
export function useNameAmong(addresses: readonly RowAddress[]): string | null {
  const { line, state } = useServices();
  const [name, setName] = useState<string | null>(null);
  useEffect(() => {
    let isOver = false;
    const look = async () => {
      for (const { table, key } of addresses) {
        const row = await line.value?.call('row', { table, key }).catch(() => null);
        const definition = state.value?.facts.tables.find((candidate) => candidate.name === table);
        if (isOver || (row && definition)) {
          if (!isOver && row && definition) setName(rowName(definition, row.seen.values));
          return;
        }
      }
    };
    void look();
    return () => {
      isOver = true;
    };
  }, [addresses.map(addressText).join(' ')]);
  return name;
}
