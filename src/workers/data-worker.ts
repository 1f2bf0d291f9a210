import { type AnswerEnvelope, parseCall } from '../messages/data-envelope.ts';
import { systemClock } from '../platform/browser/both/system-clock.ts';
import { openDexieDirectory } from '../storage/dexie/dexie-directory.ts';
import { readUnsent } from '../storage/dexie/read-unsent.ts';
import { Engine } from '../sync/engine.ts';
import { DataDesk } from './data-desk.ts';
import { DataSession } from './data-session.ts';
import { openParts } from './open-parts.ts';

declare const self: DedicatedWorkerGlobalScope;

const desk = new DataDesk({
  directory: openDexieDirectory(),
  readUnsent,
  clock: systemClock,
  openSession: async (opening) => {
    const parts = await openParts(opening);
    const { intervalMs } = opening.settings;
    return new DataSession({
      ...parts,
      account: opening.account,
      post: (event) => post({ event }),
      makeEngine: (onActivity) => new Engine(parts, { intervalMs, onActivity }),
    });
  },
});

self.addEventListener('message', (message: MessageEvent<unknown>) => {
  const call = parseCall(message.data);
  if (call !== null) void desk.answer(call).then(post);
});

function post(envelope: AnswerEnvelope): void {
  self.postMessage(envelope);
}
