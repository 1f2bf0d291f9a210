import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../server/database/database.ts';
import { migrate } from '../../../server/database/migrate.ts';
import { parseAnnotationPatterns } from '../../../server/odata/annotation-pattern.ts';
import { parseHeaders } from '../../../server/odata/batch/message-head.ts';
import { multipartBoundary } from '../../../server/odata/batch/multipart.ts';
import { parseBatch } from '../../../server/odata/batch/parse-batch.ts';
import { parseDatetime } from '../../../server/odata/date-text.ts';
import { parseExpand } from '../../../server/odata/expand-parser.ts';
import { parseFilter } from '../../../server/odata/filter-parser.ts';
import { parseExpand as parseMetadataExpand } from '../../../server/odata/metadata-shape.ts';
import { splitPreferences } from '../../../server/odata/prefer.ts';
import { splitOrderBy, splitSelect } from '../../../server/odata/query-options.ts';
import { parseResourcePath } from '../../../server/odata/resource-path.ts';
import { Refused } from '../../../server/odata/service-error.ts';
import { sampleData, sampleRow } from '../sample-data.ts';
import {
  type Answered,
  dataPath,
  errorOf,
  openService,
  rowsOf,
  type SignedIn,
  type TestService,
} from '../service-fixture.ts';
import { openTestDatabase } from '../test-database.ts';
import { expectSane, runsOf, seed, unlimited } from './fuzz-run.ts';

/** What a question costs, counted: no clock is read here. A pattern that tries every way would outlast the test's time. */

type Statement = { readonly length: number; readonly parameters: number; readonly folds: number };
let service: TestService;
let gwen: SignedIn;
let statements: Statement[] = [];

beforeAll(async () => {
  const inner = await openTestDatabase(sampleData.name, async (fresh) => {
    await migrate(fresh, sampleData.tables);
    await sampleData.fill(fresh);
  });
  const database: Database = {
    ...inner,
    query(sql, params = []) {
      const folds = sql.match(/upper\(t\d+\./g)?.length ?? 0;
      statements.push({ length: sql.length, parameters: params.length, folds });
      return inner.query(sql, params);
    },
  };
  service = await openService({ data: sampleData, database, protection: unlimited });
  gwen = await service.as('gwen');
});
afterAll(() => service.close());

/** With the statements it took; one of them reads who asks. */
async function ask(question: string): Promise<Answered> {
  statements = [];
  const answered = await gwen.get(question);
  expectSane(service, answered, 'GET');
  return answered;
}

function expectCheap(): void {
  expect(statements.length).toBeLessThanOrEqual(5);
  // A condition for a comparison, sight of a table for a join, a place for a value; each of them short.
  for (const { length, parameters } of statements) {
    expect(parameters).toBeLessThanOrEqual(2_500);
    expect(length).toBeLessThanOrEqual(250_000);
  }
}

const many = (count: number, one: (at: number) => string, between: string): string =>
  Array.from({ length: count }, (_, at) => one(at)).join(between);
const count = fc.constantFrom(1, 2, 15, 16, 40, 41, 100, 101, 500, 501, 2_001);
const condition = fc.oneof(
  fc.constant(() => "name eq 'a'"),
  count.map((size) => () => `name in (${many(size, (at) => `'${at}'`, ',')})`),
  count.map(
    (size) => () =>
      `Microsoft.Dynamics.CRM.NotIn(PropertyName='name',PropertyValues=[${many(size, (at) => `"${at}"`, ',')}])`,
  ),
  fc.constant(() => "Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=@p)"),
  count.map((size) => () => `contains(name,'${'a%'.repeat(Math.min(size, 400))}')`),
  count.map((size) => () => `contains(description,'${'[a-c]_'.repeat(Math.min(size, 160))}')`),
  fc.constant((at: number) => `account_territories/any(v${at}:v${at}/name eq 'a')`),
  fc.constant(
    (at: number) =>
      `account_competitors/all(v${at}:v${at}/primarycontactid/parentaccountid/primarycontactid/fullname ne null)`,
  ),
  fc.constant(() => 'primarycontactid/parentaccountid/parentaccountid/territoryid/name eq null'),
  fc.constant(() => `_ownerid_value eq ${sampleRow('account', 'gwen')}`),
);
const filter = fc
  .record({
    times: count,
    parts: fc.array(condition, { minLength: 1, maxLength: 4 }),
    between: fc.constantFrom(' and ', ' or '),
    depth: count,
    shell: fc.constantFrom('(', 'not ', 'not ('),
  })
  .map(({ times, parts, between, depth, shell }) => {
    const close = shell.includes('(') ? ')' : '';
    return (
      shell.repeat(depth) + many(times, (at) => parts[at % parts.length]?.(at) ?? '', between) + close.repeat(depth)
    );
  });

it(`whatever a filter holds, what it asks of the database is bounded; what is refused asks nothing (seed ${seed})`, async () => {
  let answers = 0;
  await fc.assert(
    fc.asyncProperty(filter, fc.boolean(), async (text, isCounted) => {
      const list = encodeURIComponent(`[${many(500, (at) => `'${at}'`, ',')}]`);
      const answered = await ask(
        `accounts?$filter=${encodeURIComponent(text)}&@p=${list}${isCounted ? '&$count=true' : ''}`,
      );
      if (answered.status === 200) {
        answers += 1;
        expectCheap();
      } else {
        expect(statements.length).toBeLessThanOrEqual(1);
      }
    }),
    runsOf(150),
  );
  expect(answers).toBeGreaterThan(3);
});

const refusal = async (question: string): Promise<string> => errorOf(await ask(question)).message;

describe('limits of a filter (inferred: they are ours)', () => {
  it('2,000 values in all lists together', async () => {
    const list = `@p=${encodeURIComponent(`[${many(500, (at) => `'${at}'`, ',')}]`)}`;
    const lists = (size: number): string =>
      many(size, () => "Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=@p)", ' or ');
    expect(rowsOf(await ask(`accounts?$filter=${lists(4)}&${list}`))).toEqual([]);
    expect(await refusal(`accounts?$filter=${lists(5)}&${list}`)).toMatch(/more than 2000 values/);
  });

  it('as much text to look through as 200 characters in a column of 100,000', async () => {
    expect(rowsOf(await ask(`annotations?$filter=contains(notetext,'${'a'.repeat(200)}')`))).toEqual([]);
    expect(await refusal(`annotations?$filter=contains(notetext,'${'a'.repeat(201)}')`)).toMatch(
      /shorter or fewer texts/,
    );
    const three = many(3, (at) => `contains(notetext,'${at}${'a'.repeat(98)}')`, ' or ');
    expect(await refusal(`annotations?$filter=${three}`)).toMatch(/shorter or fewer texts/);
    expect(rowsOf(await ask(`accounts?$filter=contains(name,'${'a'.repeat(1_000)}')`))).toEqual([]);
  });

  it('16 texts with a set', async () => {
    const sets = (size: number): string => many(size, (at) => `contains(name,'[x-z]${at}')`, ' or ');
    expect(rowsOf(await ask(`accounts?$filter=${sets(16)} or contains(name,'[%25]')`))).toEqual([]);
    expect(await refusal(`accounts?$filter=${sets(17)}`)).toMatch(/more than 16 texts with a set/);
  });

  it('15 related tables', async () => {
    const anys = (size: number): string =>
      many(size, (at) => `account_territories/any(v${at}:v${at}/name eq 'nothing')`, ' or ');
    expect(rowsOf(await ask(`accounts?$filter=${anys(15)}`))).toEqual([]);
    expect(await refusal(`accounts?$filter=${anys(16)}`)).toMatch(/15 related tables/);
  });
});

describe('text without case', () => {
  it('is made once for each column of a row, however often it is compared', async () => {
    const one = (at: number): string =>
      `contains(name,'${at}') or description eq '${at}' or primarycontactid/fullname eq '${at}'`;
    expect((await ask(`accounts?$filter=${many(30, one, ' or ')}`)).status).toBe(200);
    expect(Math.max(...statements.map(({ folds }) => folds))).toBe(3);
  });

  const texts = fc.constantFrom(
    "contains(name,'A')",
    "name eq 'ACCOUNT gwen 0'",
    "name in ('account GWEN 1','x')",
    "startswith(description,'secret of [a-g]')",
    "Microsoft.Dynamics.CRM.NotIn(PropertyName='name',PropertyValues=['account sam 0'])",
    "primarycontactid/fullname gt 'CONTACT d'",
    'name lt emailaddress1',
    "account_competitors/any(c:contains(c/name,'GWEN') and c/primarycontactid/fullname ne 'x')",
    "account_territories/all(t:t/name eq 'TERRITORY 0')",
    "account_competitors/any(c:c/account_competitors/any(d:startswith(c/name,'ACCOUNT s') and endswith(d/name,'0')))",
    "not endswith(emailaddress1,'1@ACCOUNT.example')",
  );
  it(`gives the same rows made once as made in place (seed ${seed})`, async () => {
    const both = fc.tuple(texts, fc.constantFrom('and', 'or'), texts).map(([a, word, b]) => `(${a} ${word} ${b})`);
    await fc.assert(
      fc.asyncProperty(fc.oneof(texts, both), async (text) => {
        const more = `${text} and ${many(5, () => 'accountid ne null', ' and ')}`;
        const asked = async (question: string) =>
          rowsOf(await ask(`accounts?$select=name&$filter=${encodeURIComponent(question)}`)).map(
            (row) => row.accountid,
          );
        expect(await asked(more)).toEqual(await asked(text));
      }),
      runsOf(40),
    );
  });
});

it('definitions of tables are expanded once each, totals counted once each', async () => {
  expect(await refusal(`EntityDefinitions?$expand=${many(2_000, () => 'Attributes', ',')}`)).toMatch(/twice/);
  expect((await ask(`RetrieveTotalRecordCount(EntityNames=[${many(150, () => "'account'", ',')}])`)).status).toBe(200);
  expectCheap();
});

const blanks = ' '.repeat(190_000);
/** Refused or not; that it ends is what is tested. */
const ends = (parse: () => unknown): void => {
  try {
    parse();
  } catch (error) {
    expect(error).toBeInstanceOf(Refused);
  }
};

describe('texts made to be tried in every way are read through once', () => {
  const unit = fc.constantFrom(
    ' ',
    '\t',
    'a',
    'a ',
    '=',
    '"',
    '\\',
    '\\"',
    ';',
    '; ',
    ',',
    ', ',
    '/',
    '//',
    "'",
    "''",
    '(',
    '[',
    '$',
    '.',
    'a.',
    '-',
    '0',
    '%',
    ':',
    'a:',
    '#',
    '*',
    'GET ',
    ' HTTP/1.1',
    'boundary=',
    '; boundary',
    'any(',
  );
  const long = fc
    .tuple(unit, unit, unit, unit)
    .map(([first, again, then, last]) => first + again.repeat(Math.floor(15_000 / again.length)) + then + last);
  const parsers: Readonly<Record<string, (text: string) => unknown>> = {
    filter: (text) => parseFilter(text),
    'filter value': (text) => parseFilter(`name eq ${text}`),
    'filter path': (text) => parseFilter(`${text}/any(a:a/b eq 1)`),
    'filter list': (text) => parseFilter(`Microsoft.Dynamics.CRM.In(PropertyName='a',PropertyValues=["${text}`),
    expand: parseExpand,
    'expand options': (text) => parseExpand(`a(${text}`),
    'metadata expand': parseMetadataExpand,
    'metadata select': (text) => parseMetadataExpand(`Attributes($select=${text}`),
    select: splitSelect,
    orderby: splitOrderBy,
    prefer: (text) => splitPreferences(text.slice(0, 4_000)),
    'prefer value': (text) => splitPreferences(`a=${text}`.slice(0, 4_000)),
    annotations: parseAnnotationPatterns,
    path: parseResourcePath,
    date: parseDatetime,
    header: (text) => parseHeaders([`a:${text}\u0001`], 'here'),
    boundary: (text) => multipartBoundary(`multipart/mixed${text}`, 'here'),
    'request line': (text) =>
      parseBatch(
        'multipart/mixed; boundary=b',
        Buffer.from(`--b\r\ncontent-type: application/http\r\n\r\n${text}\r\n--b--`),
      ),
  };
  for (const [name, parse] of Object.entries(parsers)) {
    it(`${name} (seed ${seed})`, () => {
      fc.assert(
        fc.property(long, (text) => ends(() => parse(text))),
        runsOf(60),
      );
    });
  }

  it('a request line of a batch that is blanks but for its end', () => {
    const batch = (line: string): Buffer =>
      Buffer.from(`--b\r\ncontent-type: application/http\r\n\r\n${line}\r\n--b--`);
    for (const line of [`GET${blanks}x`, `GET a${blanks}x`, `GET ${'a '.repeat(90_000)}`, `${blanks}GET`]) {
      expect(() => parseBatch('multipart/mixed; boundary=b', batch(line))).toThrow(Refused);
    }
    const [item] = parseBatch(
      'multipart/mixed; boundary=b',
      batch(`GET ${blanks}${dataPath}/a b${' '.repeat(9_000)}HTTP/1.1  `),
    );
    expect(item?.kind === 'request' && item.request.url).toBe(`${dataPath}/a b`);
  });

  it('a thousand broken preferences in one batch', async () => {
    const part = `--b\r\ncontent-type: application/http\r\n\r\nGET ${dataPath}/WhoAmI HTTP/1.1\r\nprefer: a=${' '.repeat(3_900)}"\r\n\r\n`;
    const response = await service.app.request(`http://service.test${dataPath}/$batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gwen.token}`, 'content-type': 'multipart/mixed; boundary=b' },
      body: `${part.repeat(1_000)}--b--`,
    });
    expect(response.status).toBe(200);
    expect((await response.text()).match(/HTTP\/1\.1 200/g)).toHaveLength(1_000);
  });
});
