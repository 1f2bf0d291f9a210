import { afterAll, beforeAll, expect, it } from 'vitest';
import { rowOwners, sampleData, sampleRow } from './sample-data.ts';
import { type OwnerName, personId, type SampleName, sampleNames } from './sample-people.ts';
import { errorOf, openService, rowsOf, type TestService } from './service-fixture.ts';

let service: TestService;
beforeAll(async () => {
  service = await openService({ data: sampleData });
});
afterAll(async () => {
  expect(service.errors).toEqual([]);
  await service.close();
});

const all = [...rowOwners];
const reach: Readonly<Record<Exclude<SampleName, 'nemo' | 'dora'>, readonly OwnerName[]>> = {
  gwen: all,
  rita: all,
  ed: all,
  dave: ['dave', 'lola', 'basil', 'crew', 'nora'],
  lola: ['dave', 'lola', 'basil', 'crew'],
  basil: ['basil'],
  tia: ['crew'],
  nora: ['nora'],
  sam: ['sam'],
};

it.each(Object.entries(reach))('the depth of %s reaches the rows of %s', async (name, owners) => {
  const person = await service.as(name);
  for (const [table, set] of [
    ['account', 'accounts'],
    ['salesorder', 'salesorders'],
  ] as const) {
    const seen = rowsOf(await person.get(set)).map((row) => row[`${table}id`]);
    const expected = owners.flatMap((owner) => [sampleRow(table, owner, 0), sampleRow(table, owner, 1)]);
    expect([...seen].sort()).toEqual(expected.sort());
  }
  expect(rowsOf(await person.get('territories'))).toHaveLength(2);
});

it('who has no role is refused, who is disabled cannot sign in', async () => {
  const nemo = await service.as('nemo');
  expect(errorOf(await nemo.get('accounts'))).toMatchObject({ status: 403, code: '0x80040220' });
  expect((await service.as('dora')).token).toBe('undefined');
  expect(new Set(sampleNames.map(personId)).size).toBe(sampleNames.length);
});
