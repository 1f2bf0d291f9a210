import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CsvRefused } from '../../../server/csv/csv-fault.ts';
import { importCsv } from '../../../server/csv/import-csv.ts';
import { sampleData, sampleRow } from '../sample-data.ts';
import { account, annotation, contact, sampleTables, territory } from '../sample-tables.ts';
import { openService, type TestService } from '../service-fixture.ts';
import { contentOf, runsOf, seed, unlimited } from './fuzz-run.ts';

let service: TestService;
beforeAll(async () => {
  service = await openService({ data: sampleData, protection: unlimited });
});
afterAll(() => service.close());

type Given = {
  readonly table: (typeof tables)[number];
  readonly bytes: Uint8Array;
  readonly existing: 'refuse' | 'update';
  readonly pieceSize: number;
};

async function* inPieces({ bytes, pieceSize }: Given): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize);
}

/** What became of it, in short. An error of another kind is thrown on. */
async function load(given: Given): Promise<'done' | 'faults' | 'refused'> {
  const { table, existing } = given;
  try {
    const outcome = await importCsv(service.database, {
      tables: sampleTables,
      table,
      chunks: inPieces(given),
      existing,
      as: 'gwen',
    });
    if (outcome.kind === 'faults') expect(outcome.lines.join('').length).toBeLessThan(20_000);
    return outcome.kind;
  } catch (error) {
    if (!(error instanceof CsvRefused)) throw error;
    expect(error.message.length).toBeLessThan(1_000);
    return 'refused';
  }
}

const tables = [account, contact, annotation, territory] as const;
const cell = fc.oneof(
  fc.constantFrom(
    '',
    '""',
    'a',
    '1',
    '-1',
    '1.005',
    '1e400',
    'NaN',
    'true',
    'yes',
    '2024-02-29',
    '2024-02-30',
    '2024-02-29T00:00:00Z',
    '0001-01-01',
    '"a ""b"" c"',
    '"a\n b"',
    'a"b',
    '"',
    '\u0000',
    '\ud800',
    '\ufeff',
    'x'.repeat(500),
  ),
  fc.constantFrom(
    sampleRow('account', 'gwen'),
    sampleRow('contact', 'sam'),
    '99999999-9999-4999-8999-999999999999',
    `account:${sampleRow('account', 'gwen')}`,
    `"contact,${sampleRow('contact', 'gwen')}"`,
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const csv = fc.constantFrom(...tables).chain((table) => {
  const names = table.columns.map((column) => column.name);
  const header = fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .subarray(names, { minLength: 1, maxLength: 4 })
        .map((some) => [...new Set([table.nameColumn, ...some])]),
    },
    fc.array(fc.oneof(fc.constantFrom(...names, 'nothing', '__proto__', ''), cell), { maxLength: 4 }),
  );
  return header.chain((columns) => {
    const record = fc.oneof(
      { weight: 6, arbitrary: fc.array(cell, { minLength: columns.length, maxLength: columns.length }) },
      fc.array(cell, { maxLength: 6 }),
    );
    return fc
      .tuple(
        fc.array(record, { maxLength: 4 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom('', '\n', '"', ','),
      )
      .map(([records, end, last]) => {
        const lines = [columns, ...records].map((cells) => cells.join(','));
        return { table, bytes: Buffer.from(lines.join(end) + last) as Uint8Array };
      });
  });
});
const noise = fc.record({ table: fc.constantFrom(...tables), bytes: fc.uint8Array({ maxLength: 200 }) });
const given: fc.Arbitrary<Given> = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: csv }, noise),
    fc.constantFrom('refuse' as const, 'update' as const),
    fc.constantFrom(1, 7, 1_000),
  )
  .map(([{ table, bytes }, existing, pieceSize]) => ({ table, bytes, existing, pieceSize }));

it(`a file is imported whole or refused in words, and then nothing is left of it (seed ${seed})`, async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(given, async (one) => {
      const before = await contentOf(service);
      const outcome = await load(one);
      seen.add(outcome);
      if (outcome !== 'done') expect(await contentOf(service)).toBe(before);
      expect(await service.database.query('select * from landfall_import')).toEqual([]);
    }),
    runsOf(300),
  );
  expect(seen).toEqual(new Set(['done', 'faults', 'refused']));
});
