import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/core/failure.ts';
import { answerRing } from '../../sw/ring.ts';
import { createFakeDoorbell } from '../fakes/doorbell.ts';
import { settle } from '../fakes/timers.ts';
import { type Device, edit, wake } from '../sync/device.ts';
import { accountOf, handover, ring, setUp } from './people.ts';

describe('draining under pressure', () => {
  it('takes a handover that comes while a yielded slice is still ending', async () => {
    const { drain, person } = await setUp(['dana']);
    const { device, parts } = person('dana');
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Mine' } });
    const held = device.service.holdNext('send');
    const slice = drain.run(handover);
    await held.reached;
    drain.yieldToPage(null); // visible …
    const again = drain.run(handover); // … and hidden again, before the slice had ended
    const bell = answerRing(drain, createFakeDoorbell(), false); // the page rang on hidden, too
    await Promise.all([slice, again, bell.catch(() => 'rejected')]);
    expect(device.service.effects).toHaveLength(1);
  });

  it('sends what was saved in a database this drain had already left', async () => {
    const { drain, person } = await setUp(['dana', 'tom']);
    await edit(person('tom').device, person('tom').parts, { kind: 'update', key: 'a', values: { name: 'T' } });
    const held = person('tom').device.service.holdNext('send');
    const first = drain.run(ring);
    await held.reached;
    await edit(person('dana').device, person('dana').parts, { kind: 'update', key: 'a', values: { name: 'Late' } });
    const bell = answerRing(drain, createFakeDoorbell('refused'), false).then(
      () => 'resolved',
      () => 'rejected',
    );
    held.release();
    await first;
    const end = await bell;
    expect({ end, sent: person('dana').device.service.effects.length }).not.toEqual({ end: 'resolved', sent: 0 });
  });

  it('does not forget the next database when the first is held for the whole time box', async () => {
    const { drain, person, timers } = await setUp(['dana', 'tom']);
    await edit(person('tom').device, person('tom').parts, { kind: 'update', key: 'a', values: { name: 'T' } });
    const held = person('dana').device.service.holdNext('read');
    const page = wake(person('dana').parts, 'sync now');
    await held.reached;
    const bell = answerRing(drain, createFakeDoorbell('refused'), false).then(
      () => 'resolved',
      () => 'rejected',
    );
    await timers.advance(0);
    await timers.advance(90_000);
    const end = await bell;
    held.release();
    await page;
    expect({ end, sent: person('tom').device.service.effects.length }).not.toEqual({ end: 'resolved', sent: 0 });
  });

  it('keeps the bell for a person whose page it is not that became visible', async () => {
    const { drain, person } = await setUp(['dana', 'tom']);
    for (const name of ['dana', 'tom'])
      await edit(person(name).device, person(name).parts, { kind: 'update', key: 'a', values: { name } });
    const held = person('dana').device.service.holdNext('send');
    const bell = answerRing(drain, createFakeDoorbell('refused'), false).then(
      () => 'resolved',
      () => 'rejected',
    );
    await held.reached;
    drain.yieldToPage(accountOf('dana').database); // dana's page is seen; tom has none
    const end = await bell;
    expect({ end, sent: person('tom').device.service.effects.length }).not.toEqual({ end: 'resolved', sent: 0 });
  });

  it('asks to be woken again after a 5xx, also if some table is refused', async () => {
    const { drain, person } = await setUp(['dana']);
    const { device, parts } = person('dana');
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Mine' } });
    device.service.failNext('send', { kind: 'refused', status: 500, code: '', message: 'oops', retryAfterMs: null });
    const no: Failure = { kind: 'refused', status: 403, code: '', message: 'no privilege', retryAfterMs: null };
    device.service.failNext('read', no); // following
    device.service.failNext('read', no); // the full read instead
    expect(await drain.run(ring)).toMatchObject({ isWorkLeft: true });
  });

  it('does not ring itself in a loop for a change that meets a server error while rows keep coming', async () => {
    const { drain, person } = await setUp(['dana']);
    const { device, parts } = person('dana');
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Poison' } });
    const bell = createFakeDoorbell('registered');
    let rounds = 0;
    for (; rounds < 20; rounds += 1) {
      device.service.put('account', `r${rounds}`, { accountid: `r${rounds}`, name: 'busy' });
      device.service.failNext('send', { kind: 'refused', status: 500, code: '', message: 'oops', retryAfterMs: null });
      const isAtOnce = await answerRing(drain, bell, false).then(
        () => true,
        () => false,
      );
      if (!isAtOnce) break;
    }
    expect(rounds).toBeLessThan(3);
  });

  it('does not take a lost fence for having done the work', async () => {
    const { drain, person } = await setUp(['dana']);
    const { device, parts } = person('dana');
    await edit(device, parts, { kind: 'update', key: 'a', values: { name: 'Mine' } });
    const held = device.service.holdNext('send');
    const slice = drain.run(ring);
    await held.reached;
    device.timers.clock.advance(20_000); // suspended: no beat
    const page = device.openContext();
    const pageHeld = device.service.holdNext('send');
    const stolen = wake(page, 'visible');
    await pageHeld.reached;
    (page.locks as ReturnType<Device['locks']['openContext']>).kill(); // … and the page is killed
    void stolen;
    held.release();
    expect(await slice).toMatchObject({ isWorkLeft: true });
    await settle();
  });
});
