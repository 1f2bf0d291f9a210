import type { DataContext } from './data-request.ts';
import type { MetadataRequest } from './metadata.ts';
import { rawOptions } from './query-options.ts';
import { readTotalCount } from './total-count.ts';
import { readUserPrivileges } from './user-privileges.ts';
import { readWhoAmI } from './who-am-i.ts';

/** `WhoAmI` and the like, none of which takes options. null: another path. */
export async function callFunction(context: DataContext, asked: MetadataRequest, path: string): Promise<unknown> {
  const { person, tables, root, search } = asked;
  const answered =
    readWhoAmI(person, root, path) ??
    readUserPrivileges(person, tables, root, path) ??
    (await readTotalCount(context, person, root, path));
  if (answered !== null) rawOptions(search, []);
  return answered;
}
