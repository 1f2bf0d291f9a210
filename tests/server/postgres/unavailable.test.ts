import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { DatabaseUnavailable } from '../../../server/database/database.ts';
import { openPostgres } from '../../../server/database/postgres.ts';
import { errorOf, openService, type SignedIn, type TestService } from '../service-fixture.ts';

let service: TestService;
let dana: SignedIn;
const url = String(inject('postgresUrl'));
const outside = openPostgres({ url, poolSize: 1, reportError: (error) => console.error(error) });
let name: string;

beforeAll(async () => {
  service = await openService({ scale: 0.002 });
  dana = await service.as('dana');
  name = String((await service.database.query('select current_database() as name'))[0]?.name);
});
afterAll(async () => {
  await service.close();
  await outside.close();
});

it('a database out of reach is 503 with Retry-After for reads and writes alike, and is used again when it is back', async () => {
  const path = 'accounts(11111111-2222-4333-8444-555555555555)';
  await outside.query(`alter database "${name}" allow_connections false`);
  await outside.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  const first = await dana.get('accounts?$top=1');
  const tries = [
    // The connection that broke, and then none at all.
    ...(first.status === 200 ? [] : [first]),
    await dana.get('accounts?$top=1'),
    await dana.get('accounts', { prefer: 'odata.track-changes' }),
    await dana.get('contacts?$count=true&$filter=firstname eq null'),
    await dana.get(path),
    await dana.send('PATCH', path, { body: { name: 'kept out' } }),
    await dana.send('POST', 'accounts', { body: { name: 'kept out' } }),
    await dana.send('DELETE', path),
  ];
  for (const answered of tries) {
    expect(errorOf(answered)).toMatchObject({ status: 503, code: '0x80040200' });
    expect(answered.headers.get('retry-after')).toBe('5');
    expect(JSON.stringify(answered.body)).not.toMatch(/postgres|127\.0\.0\.1|landfall@|copy_/);
  }
  expect(service.errors.length).toBeGreaterThanOrEqual(tries.length);
  expect(service.errors.every((error) => error instanceof DatabaseUnavailable)).toBe(true);

  await outside.query(`alter database "${name}" allow_connections true`);
  expect((await dana.send('PATCH', path, { body: { name: 'let in' } })).status).toBe(204);
  expect((await dana.get(`${path}?$select=name`)).body.name).toBe('let in');
});
