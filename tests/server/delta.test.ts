import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFrom } from '../../server/demo/random.ts';
import {
  errorOf,
  type Json,
  openService,
  readAll,
  rowsOf,
  type SignedIn,
  type TestService,
} from './service-fixture.ts';

const seed = process.env.LANDFALL_SEED ?? String(Date.now());
const track = (size: number): Record<string, string> => ({ prefer: `odata.track-changes, odata.maxpagesize=${size}` });

let service: TestService;
let dana: SignedIn;
beforeAll(async () => {
  service = await openService();
  dana = await service.as('dana');
});
afterAll(() => service.close());

type Replica = Map<string, Json>;

function apply(replica: Replica, rows: readonly Json[]): void {
  for (const row of rows) {
    if (row.reason === 'deleted') {
      expect(row['@odata.context']).toMatch(/\$metadata#accounts\/\$deletedEntity$/);
      replica.delete(String(row.id));
    } else replica.set(String(row.accountid), row);
  }
}

const sorted = (rows: Iterable<Json>): readonly Json[] =>
  [...rows].sort((a, b) => (String(a.accountid) < String(b.accountid) ? -1 : 1));

describe(`change tracking (LANDFALL_SEED=${seed})`, () => {
  it('§2.3 §5.2 a replica fed by portions and delta links alone equals the table after random writes', async () => {
    const random = randomFrom(seed);
    const ids: string[] = (await readAll(dana, 'accounts?$select=accountid')).rows.map((row) => String(row.accountid));
    const gone: string[] = [];
    const writeOnce = async (): Promise<void> => {
      const what = random.below(5);
      const at = random.below(ids.length);
      const id = ids[at] ?? randomUUID();
      if (what <= 1) await dana.send('PATCH', `accounts(${id})`, { body: { name: `changed ${random.below(1e6)}` } });
      else if (what === 2) {
        await dana.send('DELETE', `accounts(${id})`);
        gone.push(...ids.splice(at, 1));
      } else {
        const again = random.chance(0.4) ? gone.shift() : undefined;
        const born = again ?? random.uuid();
        await dana.send('PATCH', `accounts(${born})`, { headers: { 'if-none-match': '*' }, body: { name: 'born' } });
        ids.push(born);
      }
      // A removed link changes other rows as well.
      if (random.chance(0.2)) {
        const [contact] = rowsOf(await dana.get('contacts?$top=1&$orderby=modifiedon desc'));
        await dana.send('DELETE', `contacts(${contact?.contactid})`);
      }
    };

    const replica: Replica = new Map();
    let next: string | undefined = 'accounts';
    let deltaLink: string | undefined;
    for (let round = 0; round < 25; round++) {
      while (next !== undefined) {
        const answered = await dana.get(next, track(1 + random.below(7)));
        expect(answered.headers.get('preference-applied')).toContain('odata.track-changes');
        apply(replica, rowsOf(answered));
        next = answered.body['@odata.nextLink'] as string | undefined;
        deltaLink = (answered.body['@odata.deltaLink'] as string | undefined) ?? deltaLink;
        if (random.chance(0.5)) await writeOnce();
      }
      for (let count = random.below(4); count > 0; count--) await writeOnce();
      next = deltaLink;
    }
    const rest = await readAll(dana, deltaLink ?? '', track(3));
    apply(replica, rest.rows);
    expect(sorted(replica.values())).toEqual(sorted((await readAll(dana, 'accounts')).rows));
    expect((await readAll(dana, rest.deltaLink ?? '')).rows).toEqual([]);
  });

  it('§2.3 gives changed rows first, removals last, and rows born and deleted between as removals', async () => {
    const { deltaLink } = await readAll(dana, 'accounts?$select=name', track(5000));
    const id = randomUUID();
    await dana.send('PATCH', `accounts(${id})`, { body: { name: 'short life' } });
    await dana.send('DELETE', `accounts(${id})`);
    const [first] = rowsOf(await dana.get('accounts?$top=1'));
    await dana.send('PATCH', `accounts(${first?.accountid})`, { body: { description: 'x' } });
    const { rows } = await readAll(dana, deltaLink ?? '');
    expect(rows.map((row) => row.reason ?? Object.keys(row))).toEqual([
      ['@odata.etag', 'accountid', 'name'],
      'deleted',
    ]);
    expect(rows[1]?.id).toBe(id);
  });

  it.each(['$filter=name eq null', '$orderby=name', '$expand=x', '$top=5'])(
    '§2.3 refuses %s together with it',
    async (option) => {
      const { status, message } = errorOf(await dana.get(`accounts?${option}`, track(5)));
      const name = option.slice(1, option.indexOf('='));
      expect([status, message]).toEqual([
        400,
        `The "${name}" query parameter isn't supported when Change Tracking is enabled.`,
      ]);
    },
  );

  it('§2.3 refuses it to people without organisation-level read, first portion and delta link alike', async () => {
    const { deltaLink } = await readAll(dana, 'accounts', track(5000));
    const next = (await dana.get('accounts', track(3))).body['@odata.nextLink'];
    const tom = await service.as('tom');
    for (const path of ['accounts', deltaLink, next]) {
      const { status, code, message } = errorOf(await tom.get(String(path), track(5)));
      expect([status, code]).toEqual([403, '0x80040220']);
      expect(message).toContain('Required Depth: Global');
    }
    expect((await (await service.as('rita')).get('accounts', track(5))).status).toBe(200);
  });

  it('§2.3 §5.2 a link older than seven days or of another epoch has expired: 0x80044352 (as 410: inferred)', async () => {
    const { deltaLink = '' } = await readAll(dana, 'accounts', track(5000));
    const next = String((await dana.get('accounts', track(3))).body['@odata.nextLink']);
    service.clock.ms += 7 * 24 * 60 * 60_000 - 1;
    const later = await service.as('dana');
    expect((await later.get(deltaLink)).status).toBe(200);
    service.clock.ms += 1;
    for (const link of [deltaLink, next]) {
      expect(errorOf(await later.get(link))).toMatchObject({ status: 410, code: '0x80044352' });
    }
    const other = await openService({ scale: 0.001 });
    const stranger = await other.as('dana');
    const fresh = await readAll(later, 'accounts', track(5000));
    expect(errorOf(await stranger.get(fresh.deltaLink ?? ''))).toMatchObject({ status: 410, code: '0x80044352' });
    const epochs = await Promise.all([later.get('accounts'), stranger.get('accounts')]);
    const [mine, theirs] = epochs.map((answered) => answered.headers.get('landfall-epoch'));
    expect(mine).toMatch(/^[0-9a-f-]{36}$/);
    expect(mine).not.toBe(theirs);
    await other.close();
  });
});
