import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/platform/capability.ts';
import { createBackgroundSyncProbe, probeTag } from '../../src/platform/probes/background-sync-probe.ts';
import { createBroadcastChannelProbe, type OpenChannel } from '../../src/platform/probes/broadcast-channel-probe.ts';
import { createIndexedDbProbe } from '../../src/platform/probes/indexeddb-probe.ts';
import { createPersistentStorageProbe } from '../../src/platform/probes/persistent-storage-probe.ts';
import { createPresenceProbe } from '../../src/platform/probes/presence-probe.ts';
import type { Probe } from '../../src/platform/probes/probe.ts';
import { probeAll } from '../../src/platform/probes/probe-all.ts';
import type { RegistrationPart } from '../../src/platform/probes/registration-part.ts';
import { createServiceWorkerProbe } from '../../src/platform/probes/service-worker-probe.ts';
import { createWebLocksProbe } from '../../src/platform/probes/web-locks-probe.ts';
import { createLockSpace } from '../fakes/locks.ts';
import { createSeededRandom } from '../fakes/random.ts';
import { createManualTimers } from '../fakes/timers.ts';

const random = createSeededRandom();
const active: RegistrationPart = { active: { state: 'activated' }, waiting: null, installing: null };
const starting: RegistrationPart = { active: null, waiting: null, installing: {} };

type Expected = readonly [Outcome['result'], Outcome['code']];

async function expectOutcome(probe: Probe, [result, code]: Expected): Promise<Outcome> {
  const outcome = await probe.run();
  expect(outcome).toMatchObject({ result, code });
  expect(outcome.evidence).not.toBe('');
  return outcome;
}

describe('service worker', () => {
  const findNothing = async () => undefined;
  const isForbidden = () => Promise.reject(new DOMException('blocked', 'SecurityError'));
  test.each([
    ['there are none', null, ['no', 'absent']],
    ['none is registered', findNothing, ['no', 'refused']],
    ['asking is forbidden', isForbidden, ['no', 'refused']],
    ['it is starting', async () => starting, ['unknown', 'not yet']],
    ['it is active', async () => active, ['yes', 'works']],
  ] as const)('%s', async (_, find, expected) => {
    await expectOutcome(createServiceWorkerProbe(find), expected);
  });
});

describe('background sync', () => {
  function registrationWith(register: () => Promise<void>, tags: readonly string[], base = active): RegistrationPart {
    return { ...base, sync: { register, getTags: async () => tags } };
  }
  test('a registration is tried under a tag of its own', async () => {
    const tried: string[] = [];
    const sync = { register: async (tag: string) => void tried.push(tag), getTags: async () => tried };
    const { evidence } = await expectOutcome(
      createBackgroundSyncProbe(async () => ({ ...active, sync })),
      ['yes', 'works'],
    );
    expect(tried).toEqual([probeTag]);
    expect(evidence).toContain('listed');
  });
  test('a tag that fired at once is no failure', async () => {
    const fired = registrationWith(async () => {}, []);
    await expectOutcome(
      createBackgroundSyncProbe(async () => fired),
      ['yes', 'works'],
    );
  });
  test('a refusal is a finding with the browser’s words', async () => {
    const refused = registrationWith(
      () => Promise.reject(new DOMException('Permission denied.', 'NotAllowedError')),
      [],
    );
    const { evidence } = await expectOutcome(
      createBackgroundSyncProbe(async () => refused),
      ['no', 'refused'],
    );
    expect(evidence).toBe('NotAllowedError: Permission denied.');
  });
  test('an inactive worker decides nothing yet', async () => {
    const early = registrationWith(async () => {}, [], starting);
    await expectOutcome(
      createBackgroundSyncProbe(async () => early),
      ['unknown', 'not yet'],
    );
  });
  test('without it, or without a service worker, there is none', async () => {
    await expectOutcome(
      createBackgroundSyncProbe(async () => active),
      ['no', 'absent'],
    );
    await expectOutcome(
      createBackgroundSyncProbe(async () => undefined),
      ['no', 'no service worker'],
    );
    await expectOutcome(createBackgroundSyncProbe(null), ['no', 'no service worker']);
  });
});

describe('web locks', () => {
  test('locks that keep out a second request work', async () => {
    await expectOutcome(createWebLocksProbe(createLockSpace().openContext(), random), ['yes', 'works']);
  });
  test('locks that let everyone in do not', async () => {
    const broken = createWebLocksProbe(
      { keepsOthersOut: true, request: (_name, _options, hold) => hold(new AbortController().signal) },
      random,
    );
    await expectOutcome(broken, ['no', 'failed']);
  });
  test('a browser may have none', async () => {
    await expectOutcome(createWebLocksProbe(null, random), ['no', 'absent']);
  });
});

describe('indexeddb', () => {
  test('what is read is what was written', async () => {
    await expectOutcome(
      createIndexedDbProbe(async (value) => value, random),
      ['yes', 'works'],
    );
    await expectOutcome(
      createIndexedDbProbe(async () => undefined, random),
      ['no', 'failed'],
    );
    await expectOutcome(createIndexedDbProbe(null, random), ['no', 'absent']);
  });
});

describe('broadcast channel', () => {
  function createAir(distort: (message: string) => string): OpenChannel {
    const listeners = new Set<(message: unknown) => void>();
    return (_name, onMessage) => {
      listeners.add(onMessage);
      const others = (message: string) => {
        for (const listener of listeners) if (listener !== onMessage) listener(distort(message));
      };
      return { post: others, close: () => void listeners.delete(onMessage) };
    };
  }
  test('what is heard is what was said', async () => {
    await expectOutcome(
      createBroadcastChannelProbe(
        createAir((message) => message),
        random,
      ),
      ['yes', 'works'],
    );
    await expectOutcome(
      createBroadcastChannelProbe(
        createAir(() => 'noise'),
        random,
      ),
      ['no', 'failed'],
    );
    await expectOutcome(createBroadcastChannelProbe(null, random), ['no', 'absent']);
  });
});

test('persistent storage is what the browser says', async () => {
  await expectOutcome(
    createPersistentStorageProbe(async () => true),
    ['yes', 'works'],
  );
  await expectOutcome(
    createPersistentStorageProbe(async () => false),
    ['no', 'refused'],
  );
  await expectOutcome(createPersistentStorageProbe(null), ['no', 'absent']);
});

test('being there is not yet working', async () => {
  const withPush = { ...active, pushManager: {} };
  await expectOutcome(
    createPresenceProbe('push', 'pushManager', async () => withPush),
    ['unknown', 'present'],
  );
  await expectOutcome(
    createPresenceProbe('push', 'pushManager', async () => active),
    ['no', 'absent'],
  );
  await expectOutcome(createPresenceProbe('periodic sync', 'periodicSync', null), ['no', 'no service worker']);
});

describe('all probes', () => {
  const timers = createManualTimers();
  const works: Probe = {
    capability: 'web locks',
    run: async () => ({ result: 'yes', code: 'works', evidence: 'seen' }),
  };
  const hangs: Probe = { capability: 'persistent storage', run: () => new Promise(() => {}) };
  const rejects: Probe = { capability: 'indexeddb', run: () => Promise.reject(new TypeError('broken')) };
  const throws: Probe = {
    capability: 'push',
    run: () => {
      throw new RangeError('at once');
    },
  };

  test('one that breaks or hangs is a finding, and holds up no other for longer than the time limit', async () => {
    const probing = probeAll({
      clock: timers.clock,
      timers,
      probes: [works, hangs, rejects, throws],
      timeoutMs: 2_000,
    });
    await timers.advance(2_000);
    expect(await probing).toEqual([
      { capability: 'web locks', result: 'yes', code: 'works', evidence: 'seen', at: expect.any(Number) },
      {
        capability: 'persistent storage',
        result: 'unknown',
        code: 'timed out',
        evidence: 'no answer within 2000 ms',
        at: timers.clock.now(),
      },
      { capability: 'indexeddb', result: 'no', code: 'failed', evidence: 'TypeError: broken', at: expect.any(Number) },
      { capability: 'push', result: 'no', code: 'failed', evidence: 'RangeError: at once', at: expect.any(Number) },
    ]);
    expect(timers.waiting()).toEqual([]);
  });
});
