import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holds, matrixNames, may } from './oracle.ts';
import { openStage, type Stage, withoutKey } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  stage.mode.isDry = true;
});
afterAll(async () => {
  expect(stage.service.errors).toEqual([]);
  await stage.service.close();
});

const detecting = { 'mscrm.suppressduplicatedetection': 'false', prefer: 'return=representation' };
const ofSam = { table: 'account', owner: 'sam' } as const;

/** What is made anew in each answer: key, address, version, time. */
const steady = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
    .replace(/W\/[\\"]*\d+[\\"]*/g, 'ETAG')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');

describe('duplicate detection', () => {
  it.each(matrixNames)('tells %s of duplicates among the rows they see, and of no others', async (name) => {
    const create = (accountnumber: string) =>
      stage.send(name, { method: 'POST', url: 'accounts', headers: detecting, body: { name: 'x', accountnumber } });
    const taken = await create('A-sam 0');
    const free = await create('A-zzz 0');
    if (!holds(name, 'Create', 'account')) {
      expect([taken.status, free.status]).toEqual([403, 403]);
      return;
    }
    if (may(name, 'Read', ofSam)) expect(taken.text).toContain('0x80040333');
    else
      expect(steady(withoutKey(taken, 'A-sam 0'))).toBe(
        steady(withoutKey(free, 'A-zzz 0').replaceAll('A-zzz 0', 'KEY')),
      );
  });
});
