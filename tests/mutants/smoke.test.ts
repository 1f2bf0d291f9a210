import { expect, test } from 'vitest';
import { baseRows, Device, edit, wake } from '../sync/device.ts';

/** What every mutant must still do: a guard is missing, not the engine. */
test('a device loads, edits, sends and sees back on a quiet day', async () => {
  const device = new Device();
  for (const key of ['a', 'b', 'c', 'd']) device.service.put('account', key, { accountid: key, name: key });
  const parts = device.openContext();
  expect(await wake(parts)).toMatchObject({ kind: 'ran', end: 'finished' });
  await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Alpha' } });
  await edit(device, parts, { kind: 'create', key: 'e', values: { name: 'Echo' } });
  await edit(device, parts, { kind: 'delete', key: 'd' });
  expect(await wake(parts, 'edit')).toMatchObject({ kind: 'ran', end: 'finished' });
  expect(await parts.store.outbox()).toEqual([]);
  const rows = await baseRows(parts, 'account', 'name');
  expect(Object.keys(rows).sort()).toEqual(['a', 'b', 'c', 'e']);
  expect([rows['a']?.['name'], device.service.there('account', 'd')]).toEqual(['Alpha', null]);
});
