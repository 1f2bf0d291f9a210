import fc from 'fast-check';
import { expect } from 'vitest';
import { type Answered, errorOf, type TestService } from '../service-fixture.ts';

/** LANDFALL_SEED replays a run; fast-check prints the seed of a failure. */
export const seed = Number(process.env.LANDFALL_SEED ?? Date.now() % 2 ** 31);
/** LANDFALL_TIMES=100 for a long campaign: that many times the usual number of runs. */
const times = Number(process.env.LANDFALL_TIMES ?? 1);

export const runsOf = (usual: number): { seed: number; numRuns: number } => ({ seed, numRuns: usual * times });

/** One time in `often` something, else nothing. */
export const sometimes = <T>(arbitrary: fc.Arbitrary<T>, often: number): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: often - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

export const unlimited = { requests: 1e9, seconds: 1e9, concurrent: 52, windowSeconds: 1 };

/** What every answer has to be, whatever was asked. */
export function expectSane(service: TestService, answered: Answered, method: string): void {
  expect(service.errors).toEqual([]);
  expect(answered.status).toBeLessThan(500);
  if (answered.status < 400 || method === 'HEAD') return;
  const { code, message } = errorOf(answered);
  expect(code).toMatch(/^0x[0-9a-f]{8}$/);
  expect(message.length).toBeGreaterThan(10);
  // A part of what was sent may be repeated, never much of it.
  expect(message.length).toBeLessThan(1_000);
}

const tables = ['account', 'contact', 'annotation', 'salesorder', 'territory', 'systemuser', 'team', 'businessunit'];
const pairs = ['salesorder_contact', 'account_territory', 'account_competitor'];

/** Everything that the sample's tables hold, as one text. */
export async function contentOf({ database }: TestService): Promise<string> {
  const parts = [...tables, ...pairs].map(
    (name) =>
      `select '${name}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as md5 from ${name} t`,
  );
  return JSON.stringify(await database.query(parts.join(' union all ')));
}
