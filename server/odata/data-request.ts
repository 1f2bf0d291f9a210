import type { Database } from '../database/database.ts';
import type { Person } from '../identity/person.ts';
import type { Seal } from '../identity/seal.ts';
import type { Security } from '../identity/security.ts';
import { describeSelection, type Expansion } from './expansion.ts';
import type { Preferences } from './prefer.ts';
import type { SqlParameters } from './sql-parameters.ts';
import type { Table, Tables } from './table.ts';

/** Changed at run time by a test lever only. */
export type Limits = { tokenSeconds: number; deltaExpirySeconds: number };

export type DataContext = {
  readonly database: Database;
  readonly tables: Tables;
  readonly seal: Seal;
  /** The last one heard of. What a request reads and seals is of its own: `security.epoch`. */
  readonly epoch: string;
  readonly limits: Readonly<Limits>;
  readonly now: () => number;
};

/** Rows of a collection of one row, such as `accounts(<key>)/contacts`, in place of a whole set. */
export type Collection = {
  /** Its address below the data root. */
  readonly path: string;
  /** For the rows of the request's table. */
  readonly condition: (parameters: SqlParameters) => string;
};

export type DataRequest = {
  readonly person: Person;
  /** People and teams as of the beginning of the request. */
  readonly security: Security;
  readonly table: Table;
  /** null: all rows of the table. */
  readonly collection: Collection | null;
  /** Address of the data root as this caller wrote it: links are absolute. */
  readonly root: string;
  readonly search: URLSearchParams;
  readonly preferences: Preferences;
  readonly ifMatch: string | null;
  readonly ifNoneMatch: string | null;
  /** Asked for by a header; never done otherwise (docs/facts/dataverse.md §2.5). */
  readonly detectsDuplicates: boolean;
};

/** `associate` and `disassociate`: the row's pairs of an N:N relationship have changed, the row itself has not. */
export type Effect = {
  readonly kind: 'create' | 'update' | 'delete' | 'associate' | 'disassociate';
  readonly table: string;
  readonly id: string;
};

export type Answer = {
  readonly status: 200 | 201 | 204 | 304;
  readonly body?: unknown;
  /** Instead of `body`, what is not JSON. */
  readonly text?: { readonly contentType: string; readonly content: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly effect?: Effect;
};

export function contextUrl(request: DataRequest, suffix: string, expansions: readonly Expansion[] = []): string {
  const select = request.search.get('$select');
  const selection = describeSelection(select === null ? null : [select], expansions);
  const columns = selection === '' ? '' : `(${selection})`;
  return `${request.root}/$metadata#${request.table.setName}${columns}${suffix}`;
}
