import type { DataEvent } from '../messages/data-calls.ts';
import { type AnswerEnvelope, parseCall } from '../messages/data-envelope.ts';
import { deviceName } from '../platform/browser/both/device-name.ts';
import { systemClock } from '../platform/browser/both/system-clock.ts';
import { openDexieDirectory } from '../storage/dexie/dexie-directory.ts';
import { readUnsent } from '../storage/dexie/read-unsent.ts';
import { DeviceReporter } from '../sync/device-reporter.ts';
import { Engine } from '../sync/engine.ts';
import { CheckDesk } from './check-desk.ts';
import { complaints, connectionComplaints } from './complaints.ts';
import { DataDesk } from './data-desk.ts';
import { DataSession } from './data-session.ts';
import { openParts } from './open-parts.ts';

declare const self: DedicatedWorkerGlobalScope;

const postEvent = (event: DataEvent) => post({ event });
const reportConnection = connectionComplaints(complaints('connection', postEvent), systemClock);
const directory = openDexieDirectory(undefined, connectionComplaints(complaints('directory', postEvent), systemClock));

const desk = new DataDesk({
  directory,
  readUnsent,
  clock: systemClock,
  openSession: async (opening) => {
    const parts = await openParts(opening, { directory, reportConnection });
    const { intervalMs } = opening.settings;
    return new DataSession({
      ...parts,
      account: opening.account,
      post: postEvent,
      makeEngine: (onActivity) => new Engine(parts, { intervalMs, onActivity }),
      makeReporter: (onCanary) => new DeviceReporter({ ...parts, deviceName: deviceName() }, onCanary),
      makeCheck: (onProgress) => new CheckDesk(parts, { intervalMs, onProgress }),
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
