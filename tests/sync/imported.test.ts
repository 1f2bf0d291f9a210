import { describe, expect, it } from 'vitest';
import { writeEscrow } from '../../src/core/escrow-file.ts';
import { parseEscrow } from '../../src/messages/parse-escrow.ts';
import type { SyncParts } from '../../src/sync/parts.ts';
import { source } from '../core/escrow-file.ts';
import { Device, edit, wake } from './device.ts';

const lost = { kind: 'network', message: 'connection reset' } as const;

/** One device after the other, the second with the file of the first. */
async function setUp() {
  const old = new Device();
  const { service } = old;
  for (const key of ['a', 'b']) service.put('account', key, { accountid: key, name: key, city: 'Oslo' });
  const from = old.openContext();
  await wake(from);
  const next = new Device(service);
  const to = next.openContext();
  const carry = async () => {
    const { text } = writeEscrow(source({ outbox: await from.store.outbox() }));
    const parsed = parseEscrow(text);
    if (!parsed.ok) throw new Error(parsed.problem.kind);
    return to.store.commitImport(parsed.file.changes);
  };
  return { old, next, from, to, service, carry };
}

async function states(parts: SyncParts): Promise<readonly string[]> {
  return (await parts.store.outbox()).map(({ kind, state }) => `${kind} ${'why' in state ? state.why : state.kind}`);
}

describe('a change out of an escrow file', () => {
  it('is sent where the old device never came to it', async () => {
    const { old, from, to, service, carry } = await setUp();
    await edit(old, from, { kind: 'update', key: 'a', values: { city: 'Paris' } });
    await edit(old, from, { kind: 'delete', key: 'b' });
    await carry();
    await wake(to);
    expect(await states(to)).toEqual([]);
    expect(service.there('account', 'a')?.values['city']).toBe('Paris');
    expect(service.there('account', 'b')).toBe(null);
  });

  it('is settled by reading where the old device had sent it', async () => {
    const { old, from, to, service, carry } = await setUp();
    await edit(old, from, { kind: 'update', key: 'a', values: { city: 'Paris' } });
    await edit(old, from, { kind: 'delete', key: 'b' });
    await edit(old, from, { kind: 'create', key: 'n', values: { name: 'New' } });
    await carry();
    await wake(from, 'edit');
    await wake(to);
    expect(await states(to)).toEqual([]);
    expect(service.effects).toHaveLength(3);
  });

  it('that creates a row which is not there is sent only when a person says so', async () => {
    const { old, from, to, service, carry } = await setUp();
    const created = await edit(old, from, { kind: 'create', key: 'n', values: { name: 'New' } });
    await carry();
    await wake(to);
    expect(await states(to)).toEqual(['create imported']);
    expect(service.effects).toEqual([]);
    await to.store.commitDecision(created.id, { kind: 'retry' });
    service.failNext('send', lost);
    await wake(to, 'edit');
    await wake(to, 'retry');
    expect(await states(to)).toEqual([]);
    expect(service.there('account', 'n')?.values['name']).toBe('New');
  });

  it('that created a row which somebody deleted since does not bring it back', async () => {
    const { old, from, to, service, carry } = await setUp();
    await edit(old, from, { kind: 'create', key: 'n', values: { name: 'New' } });
    service.failNext('send', lost, true);
    await wake(from, 'edit');
    await carry();
    service.remove('account', 'n');
    await wake(to);
    expect(await states(to)).toEqual(['create imported']);
    expect(service.there('account', 'n')).toBe(null);
  });

  it('waits behind a new row that a person is asked about', async () => {
    const { old, from, to, service, carry } = await setUp();
    await edit(old, from, { kind: 'create', key: 'n', values: { name: 'New' } });
    await edit(old, from, {
      kind: 'create',
      table: 'contact',
      key: 'c',
      values: { fullname: 'C', _account_value: 'n' },
      references: ['n'],
    });
    await edit(old, from, { kind: 'update', key: 'a', values: { city: 'Paris' } });
    await carry();
    await wake(to);
    expect(await states(to)).toEqual(['create imported', 'create maybe sent']);
    expect(service.effects).toEqual([{ kind: 'update', table: 'account', key: 'a' }]);
  });

  it('does not write over what another person wrote after the old device had sent it', async () => {
    const { old, from, to, service, carry } = await setUp();
    const first = await edit(old, from, { kind: 'update', key: 'a', values: { name: 'Alpha' } });
    const { fence } = await from.store.beginWake({
      trigger: 'edit',
      host: 'data worker',
      isLastChance: false,
      now: old.timers.clock.now(),
    });
    // On its way, so that the second change stays apart from it.
    await from.store.commitSending({ fence, now: old.timers.clock.now() }, [first.id]);
    await edit(old, from, { kind: 'update', key: 'a', values: { city: 'Paris' } });
    await carry();
    await from.store.endWake({ fence, now: 0 }, { end: 'failed', problem: null, silentUntil: null });
    await wake(from, 'retry');
    service.put('account', 'a', { accountid: 'a', name: 'Alpha', city: 'Rome' });
    await wake(to);
    expect(service.there('account', 'a')?.values['city']).toBe('Rome');
    expect(await states(to)).toEqual(['update conflict']);
  });
});
