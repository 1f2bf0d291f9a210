import type { RowKey } from '../../core/row.ts';
import type { Records } from '../records.ts';

/** Longer lists are not worth their place: whoever follows the log reads the table again. */
const longestList = 5_000;

/** Appends to the commit log that these rows came, changed or went. Returns the number of the commit. */
export function logRows(records: Records, table: string, keys: readonly RowKey[]): Promise<number> {
  return records.commitLog.append({
    rows: { [table]: keys.length > longestList ? 'all' : keys },
    haveTablesChanged: false,
  });
}
