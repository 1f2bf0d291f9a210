import * as v from 'valibot';
import type { Attempt, Failure } from '../../core/failure.ts';
import { failed, succeeded } from '../../core/failure.ts';
import type { TableDefinition, TableList } from '../../core/table.ts';
import { unreadable } from '../portion.ts';
import { urlOf } from '../url.ts';
import type { Dialect, DialectAsk } from './dialect.ts';
import { readCsdl } from './odata-v4-csdl.ts';
import { tablesFrom } from './odata-v4-tables.ts';
import { XmlError } from './odata-v4-xml.ts';

/**
 * Any service of OData v4, taken at its least: of the options and headers that it need not know (OData 4.01, Part 1,
 * §13.1 "Minimal conformance"), only those go out that a refusal can be answered without.
 */
export const odataV4: Dialect = {
  rootPath: '',
  maxPortionRows: 5000,
  countPreferences: [],
  readHeaders: {},
  selectsColumns: false,
  mayRefuseOptions: true,
  creates: 'post',
  isRowGone,
  tables: readTables,
  count: countRows,
  // A model has no version that could be asked for without it.
  definitionsVersion: async () => succeeded(null),
};

function isRowGone(failure: Failure): boolean {
  return failure.kind === 'refused' && (failure.status === 404 || failure.status === 410);
}

async function readTables(ask: DialectAsk): Promise<Attempt<TableList>> {
  const reply = await ask.readXml(`${ask.root}$metadata`);
  if (!reply.ok) return reply;
  try {
    return succeeded(tablesFrom(readCsdl(reply.value)));
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    return failed(unreadable(200, `the service’s $metadata: ${error.message}`));
  }
}

const counted = v.object({ '@odata.count': v.number() });

/** Null where the service does not say: a count is for showing progress and no reason to stop. */
async function countRows(ask: DialectAsk, table: TableDefinition): Promise<Attempt<number | null>> {
  const some = await ask.read(urlOf(ask.root, table.setName, { top: '0', count: 'true' }));
  if (!some.ok)
    return some.failure.kind === 'refused' && ![401, 429, 503].includes(some.failure.status) ? succeeded(null) : some;
  const said = v.safeParse(counted, some.value.body);
  return succeeded(said.success ? said.output['@odata.count'] : null);
}
