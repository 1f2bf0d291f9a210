import { expect } from 'vitest';
import type { Database, Queryable } from '../../../server/database/database.ts';
import { migrate } from '../../../server/database/migrate.ts';
import { hashPassword } from '../../../server/identity/password.ts';
import { stableId } from '../../../server/identity/privileges.ts';
import { batchText, type ReadItem, type ReadPart, readBatch, type Sent } from '../batch-fixture.ts';
import { type OwnedTable, rowOwners, sampleData, sampleRow, territoryRow } from '../sample-data.ts';
import { crewId, units } from '../sample-people.ts';
import { sampleTables } from '../sample-tables.ts';
import { base, dataPath, openService, type TestService } from '../service-fixture.ts';
import { openTestDatabase } from '../test-database.ts';
import { type MatrixName, matrixNames, may, type Row, reach, type Table } from './oracle.ts';

/** People that the sample does not have, one for each further way to hold privileges. */
async function insertFurtherPeople(tx: Queryable): Promise<void> {
  const patrol = stableId('matrix team patrol');
  await tx.query("insert into team (teamid, name, businessunitid) values ($1, 'patrol', $2)", [patrol, units.south]);
  const living = { peek: 'south', wanda: 'root', mix: 'north', tess: 'west', solo: 'north' } as const;
  for (const [name, unit] of Object.entries(living) as [keyof typeof living, keyof typeof units][]) {
    const [id, role] = [stableId(`matrix person ${name}`), stableId(`matrix role ${name}`)];
    await tx.query(
      `insert into systemuser (systemuserid, domainname, fullname, businessunitid, isdisabled)
       values ($1, $2, $3, $4, false)`,
      [id, name, `${name} matrix`, units[unit]],
    );
    await tx.query('insert into landfall_password (person_id, hash) values ($1::uuid, $2)', [
      id,
      await hashPassword(`${name}-landfall`),
    ]);
    await tx.query('insert into landfall_role values ($1::uuid, $2)', [role, `matrix ${name}`]);
    const table = name === 'solo' ? 'account' : '*';
    for (const [type, depth] of Object.entries(reach[name].held('account'))) {
      await tx.query('insert into landfall_role_privilege values ($1::uuid, $2, $3, $4)', [role, table, type, depth]);
    }
    await tx.query('insert into landfall_role_assignment values ($1::uuid, $2::uuid)', [
      name === 'tess' ? patrol : id,
      role,
    ]);
  }
  await tx.query('insert into teammembership (first_id, second_id) values ($1, $2)', [
    patrol,
    stableId('matrix person tess'),
  ]);
}

class RolledBack extends Error {
  readonly result: unknown;
  constructor(result: unknown) {
    super('rolled back');
    this.result = result;
  }
}

/** While `isDry` every transaction is rolled back after it has succeeded: each case meets the same rows. */
function dryDatabase(real: Database): { readonly database: Database; readonly mode: { isDry: boolean } } {
  const mode = { isDry: false };
  const dryTx = async <T>(fn: (tx: Queryable) => Promise<T>): Promise<T> => {
    try {
      return await real.tx(async (tx) => {
        throw new RolledBack(await fn(tx));
      });
    } catch (error) {
      if (error instanceof RolledBack) return error.result as T;
      throw error;
    }
  };
  return { database: { ...real, tx: (fn) => (mode.isDry ? dryTx(fn) : real.tx(fn)) }, mode };
}

export type Said = { readonly status: number; readonly headers: Headers; readonly text: string };
/** How a request travels. */
export type Way = 'direct' | 'in a batch' | 'in a change set';

export type Stage = {
  readonly service: TestService;
  readonly mode: { isDry: boolean };
  readonly send: (name: MatrixName, sent: Sent, way?: Way) => Promise<Said>;
  /** Many at once, in one batch that goes on after errors. */
  readonly sendAll: (name: MatrixName, sent: readonly Sent[]) => Promise<readonly Said[]>;
  readonly requests: () => number;
};

/** Words of the sample rows, and whose they are. */
const marks: readonly (readonly [RegExp, (match: RegExpMatchArray) => readonly [string, string]])[] = [
  [/\b(account|contact|order|note) ([a-z]+) [01]/g, (m) => [m[1] ?? '', m[2] ?? '']],
  [/\b([a-z]+)[01]@(account|contact)\.example/g, (m) => [m[2] ?? '', m[1] ?? '']],
  [/secret of ([a-z]+) [01]/g, (m) => ['account', m[1] ?? '']],
  [/secret note of ([a-z]+) [01]/g, (m) => ['note', m[1] ?? '']],
  [/\bA-([a-z]+) [01]/g, (m) => ['account', m[1] ?? '']],
];
const tableOfMark: Readonly<Record<string, Table>> = { order: 'salesorder', note: 'annotation' };

/** No answer holds a word of a row that the person does not see, unless they said it themselves. */
function expectNoForeignWord(name: MatrixName, sent: readonly Sent[], said: Said): void {
  const own = JSON.stringify(sent);
  const decoded = said.text.includes('%') ? `${said.text} ${safeDecode(said.text)}` : said.text;
  for (const [pattern, read] of marks) {
    for (const match of decoded.matchAll(pattern)) {
      const [kind, owner] = read(match);
      if (!(rowOwners as readonly string[]).includes(owner)) continue;
      const row = { table: tableOfMark[kind] ?? (kind as Table), owner: owner as Row['owner'] };
      if (may(name, 'Read', row) || own.includes(match[0])) continue;
      expect.fail(
        `${name} learns "${match[0]}" by ${JSON.stringify(sent)}: ${said.status} ${said.text.slice(0, 2_000)}`,
      );
    }
  }
}

function safeDecode(text: string): string {
  return text.replace(/(%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
}

const toSaid = ({ status, headers, body }: ReadPart): Said => ({
  status,
  headers,
  text: body === null ? '' : JSON.stringify(body),
});
const lone = (item: ReadItem | undefined): ReadPart => {
  const part = Array.isArray(item) ? item[0] : item;
  if (part === undefined) throw new Error('no answer');
  return part as ReadPart;
};

export async function openStage(): Promise<Stage> {
  const real = await openTestDatabase('matrix', async (fresh) => {
    await migrate(fresh, sampleTables);
    await sampleData.fill(fresh);
    await fresh.tx(insertFurtherPeople);
  });
  const { database, mode } = dryDatabase(real);
  const service = await openService({ data: sampleData, database });
  const tokens = new Map<MatrixName, string>();
  for (const name of matrixNames) tokens.set(name, (await service.as(name)).token);
  let requests = 0;

  const request = async (name: MatrixName, sent: Sent): Promise<Response> => {
    const { method, url, headers, body } = sent;
    const typed = body === undefined ? {} : { 'content-type': 'application/json' };
    const authorization = `Bearer ${tokens.get(name)}`;
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    return service.app.request(url.startsWith('http') ? url : `${base}${dataPath}/${url}`, {
      method,
      headers: { ...typed, ...headers, authorization },
      ...content,
    });
  };
  const batch = async (name: MatrixName, text: string): Promise<readonly ReadItem[]> => {
    const response = await service.app.request(`${base}${dataPath}/$batch`, {
      method: 'POST',
      headers: {
        'content-type': 'multipart/mixed; boundary=batch_1',
        prefer: 'odata.continue-on-error',
        authorization: `Bearer ${tokens.get(name)}`,
      },
      body: text,
    });
    return readBatch(await response.text(), response.headers.get('content-type') ?? '');
  };
  const send: Stage['send'] = async (name, sent, way = 'direct') => {
    requests += 1;
    let said: Said;
    if (way === 'direct') {
      const { status, headers, text } = await request(name, sent).then(async (response) => ({
        status: response.status,
        headers: response.headers,
        text: await response.text(),
      }));
      said = { status, headers, text };
    } else {
      const [item] = await batch(name, batchText([way === 'in a batch' ? sent : [sent]]));
      said = toSaid(lone(item));
    }
    expectNoForeignWord(name, [sent], said);
    return said;
  };
  const sendAll: Stage['sendAll'] = async (name, sent) => {
    requests += sent.length;
    const items = await batch(name, batchText(sent));
    expect(items).toHaveLength(sent.length);
    return items.map((item, at) => {
      const said = toSaid(lone(item));
      expectNoForeignWord(name, sent.slice(at, at + 1), said);
      return said;
    });
  };
  return { service, mode, send, sendAll, requests: () => requests };
}

export const setOf: Readonly<Record<Table, string>> = {
  account: 'accounts',
  contact: 'contacts',
  annotation: 'annotations',
  salesorder: 'salesorders',
  territory: 'territories',
};
export const keyOf = (row: Row): string =>
  row.table === 'territory' ? territoryRow(row.at) : sampleRow(row.table as OwnedTable, row.owner, row.at);
/** There is no row with this key in any table. */
export const nobody = '99999999-9999-4999-8999-999999999999';
export const ownerIds = { crew: crewId } as const;

/** What an answer says, without the key that was asked for and without what is of the moment. */
export function withoutKey({ status, headers, text }: Said, key: string): string {
  const ofTheMoment =
    /^(date|x-ms-ratelimit|x-request-id|req_id|landfall-request|x-ms-service-request-id|content-length)/;
  const told = [...headers].filter(([name]) => !ofTheMoment.test(name)).map((pair) => pair.join(': '));
  return [status, ...told.sort(), text].join('\n').replaceAll(key, 'KEY');
}
