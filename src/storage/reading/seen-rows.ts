import { markOf, rebase } from '../../core/rebase.ts';
import { addressText, type RowAddress, type RowKey, type Values } from '../../core/row.ts';
import type { TableDefinition } from '../../core/table.ts';
import { isEmpty } from '../../core/value.ts';
import type { SeenRow } from '../../core/view.ts';
import type { Records } from '../records.ts';
import type { OutboxIndex } from './outbox-index.ts';

/** What one transaction needs to show rows. */
export interface Sight {
  readonly records: Records;
  readonly outbox: OutboxIndex;
  readonly definitions: readonly TableDefinition[];
}

/** Rows as the person sees them, in the order asked for; null where there is nothing to see. */
export async function seenRows(
  sight: Sight,
  table: string,
  keys: readonly RowKey[],
): Promise<readonly (SeenRow | null)[]> {
  const bases = await sight.records.rows.getMany(keys.map((key) => ({ table, key })));
  const values = keys.map((key, index) => rebase(bases[index]?.values ?? null, sight.outbox.of({ table, key })));
  const names = await lookupNames(sight, table, values);
  return keys.map((key, index) => {
    const seen = values[index] ?? null;
    return (
      seen && { key, values: seen, mark: markOf(sight.outbox.of({ table, key })), lookupNames: names[index] ?? {} }
    );
  });
}

/** For each row the names of the rows it points to, as far as they are on this device. */
export async function lookupNames(
  sight: Sight,
  table: string,
  rows: readonly (Values | null)[],
): Promise<readonly SeenRow['lookupNames'][]> {
  const columns = lookupsOf(sight.definitions, table);
  const wanted = new Map<string, RowAddress>();
  for (const row of rows) {
    for (const address of columns.flatMap(({ name, targets }) => candidates(row?.[name], targets))) {
      wanted.set(addressText(address), address);
    }
  }
  const found = await namesOf(sight, [...wanted.values()]);
  return rows.map((row) => {
    const named = columns.flatMap(({ name, targets }) => {
      const hit = candidates(row?.[name], targets).find((address) => found.has(addressText(address)));
      return hit ? [[name, found.get(addressText(hit)) ?? ''] as const] : [];
    });
    return Object.fromEntries(named);
  });
}

function lookupsOf(definitions: readonly TableDefinition[], table: string) {
  const columns = definitions.find(({ name }) => name === table)?.columns ?? [];
  return columns.flatMap(({ name, type }) => (type.kind === 'lookup' ? [{ name, targets: type.targets }] : []));
}

/** The wire does not always say in which of several tables the target is. */
function candidates(value: unknown, targets: readonly string[]): readonly RowAddress[] {
  return typeof value === 'string' && value !== '' ? targets.map((table) => ({ table, key: value as RowKey })) : [];
}

async function namesOf(sight: Sight, addresses: readonly RowAddress[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const bases = await sight.records.rows.getMany(addresses);
  for (const [index, address] of addresses.entries()) {
    const seen = rebase(bases[index]?.values ?? null, sight.outbox.of(address));
    const column = sight.definitions.find(({ name }) => name === address.table)?.nameColumn;
    const name = column === undefined ? undefined : seen?.[column];
    if (!isEmpty(name)) names.set(addressText(address), String(name));
  }
  return names;
}
