import { computed, signal } from '@preact/signals';
import type { DataCall, DataCalls, DataLine, RescuedEscrow } from '../messages/data-calls.ts';
import { createBackgroundSyncDoorbell } from '../platform/browser/both/background-sync-doorbell.ts';
import { systemClock } from '../platform/browser/both/system-clock.ts';
import { systemRandom } from '../platform/browser/both/system-random.ts';
import { systemTimers } from '../platform/browser/both/system-timers.ts';
import { createDocumentPageLife } from '../platform/browser/page/document-page-life.ts';
import { findPageRegistration } from '../platform/browser/page/page-registration.ts';
import { requestPersistence } from '../platform/browser/page/persist-storage.ts';
import { saveFile } from '../platform/browser/page/save-file.ts';
import { type Finding, findingOf } from '../platform/capability.ts';
import type { Doorbell } from '../platform/platform.ts';
import { usableLanguage } from '../platform/usable-language.ts';
import type { AppServices } from '../ui/services.ts';
import dataWorkerUrl from '../workers/data-worker.ts?worker&url';
import { WorkerLine } from './data-line.ts';
import { handOverWhenHidden } from './handing-over.ts';
import { notOpenedText } from './not-opened.ts';
import { joinTabs } from './other-tabs.ts';
import { outlook, probeThisBrowser } from './outlook.ts';
import { scriptUrl } from './script-urls.ts';
import { startServiceWorker } from './service-worker.ts';
import { SessionDesk } from './session-desk.ts';
import { TroubleDesk } from './trouble-desk.ts';

/** Firefox asks the person, who may never answer. */
const persistenceMs = 60_000;

/** How often texts such as "2 minutes ago" are put right. */
const tickMs = 30_000;

/** Longer than keeping a draft takes, and short enough not to be waited for. */
const settlingMs = 2_000;

/**
 * Builds what the screens are given and starts what runs behind them. `unmount` takes the screens away: each keeps then
 * what it has half-filled.
 */
export function startServices(unmount: () => void): AppServices {
  const breakdown = signal<string | null>(null);
  const fail = (message: string) => {
    breakdown.value = message;
  };
  const locale = usableLanguage(navigator.languages);
  const doorbell = createBackgroundSyncDoorbell(findPageRegistration);
  const worker = new Worker(scriptUrl(dataWorkerUrl), { type: 'module' });
  const troubles = new TroubleDesk();
  const workerLine = new WorkerLine(
    worker,
    { clock: systemClock, timers: systemTimers },
    {
      broke: (message) => fail(workerBroke(message)),
      done: (call) => troubles.done(call),
      failed: (kind) => troubles.failed(kind),
      silent: (since) => troubles.silent(since),
    },
  );
  workerLine.onEvent((event) => troubles.hear(event));
  const line = ringingLine(workerLine, doorbell);
  const life = createDocumentPageLife();
  const reload = async () => {
    unmount();
    await Promise.race([workerLine.settled(), new Promise<void>((resolve) => systemTimers.after(settlingMs, resolve))]);
    location.reload();
  };
  const serviceWorker = startServiceWorker(() => void reload());
  const tabs = joinTabs(() => void reload());
  const desk = new SessionDesk(line, locale, {
    accountChanged: () => tabs.accountChanged(),
    // Where a slice runs in the service worker, this page takes over.
    opened: (database) => serviceWorker.tell({ kind: 'visible', database }),
  });

  const isOnline = signal(life.isOnline());
  const now = signal(systemClock.now());
  const findings = signal<readonly Finding[] | null>(null);
  const probe = async () => {
    findings.value = await probeThisBrowser();
  };
  // Once at the start, and again when the service worker has become what it will be.
  serviceWorker.state.subscribe(() => void probe());
  setInterval(() => {
    now.value = systemClock.now();
  }, tickMs);
  life.subscribe((event) => {
    isOnline.value = life.isOnline();
    if (event === 'visible') now.value = systemClock.now();
  });
  handOverWhenHidden({
    life,
    line,
    doorbell,
    tell: serviceWorker.tell,
    database: () => desk.account.peek()?.database ?? null,
    canHandOver: () => findingOf(findings.peek() ?? [], 'background sync')?.result === 'yes',
    state: () => desk.state.peek(),
  });
  desk.begin().catch((error: unknown) => fail(notOpenedText(error)));

  return {
    environments: desk.environments,
    account: desk.account,
    isOpening: desk.isOpening,
    line: computed(() => (desk.account.value === null ? null : line)),
    state: desk.state,
    isOnline,
    expectation: computed(() =>
      findings.value === null || desk.state.value === null
        ? null
        : outlook(findings.value, desk.state.value, isOnline.value),
    ),
    serviceWorker: serviceWorker.state,
    breakdown,
    now,
    locale,
    newId: systemRandom.uuid,
    signIn: async (environment, name, password) => {
      const outcome = await desk.signIn(environment, name, password);
      // Signing in shows that the person means to stay: browsers that ask them ask now, the others decide by use.
      if (outcome.ok) void requestPersistence(systemTimers, persistenceMs).then(probe);
      return outcome;
    },
    signOut: () => desk.signOut(),
    saveFile,
    rescueUnsent,
    acceptUpdate: serviceWorker.acceptUpdate,
    troubles: troubles.troubles,
    reload: () => void reload(),
  };
}

/**
 * After each saved change the doorbell is rung, so that the browser sends it even if this page is gone by then. Always:
 * a tag that is listed may be one that fires just now, and ringing one that waits does nothing.
 */
function ringingLine(line: WorkerLine, doorbell: Doorbell): DataLine {
  return {
    onEvent: (listener) => line.onEvent(listener),
    async call<Call extends DataCall>(call: Call, input: DataCalls[Call]['in']): Promise<DataCalls[Call]['out']> {
      const output = await line.call(call, input);
      if (call === 'edit' || call === 'decide' || call === 'import escrow') void doorbell.ring();
      return output;
    },
  };
}

const time = { clock: systemClock, timers: systemTimers };
const quiet = { broke: () => {}, done: () => {}, failed: () => {}, silent: () => {} };

/** By a worker of its own: the one of the page may be what broke. */
async function rescueUnsent(): Promise<RescuedEscrow | null> {
  const worker = new Worker(scriptUrl(dataWorkerUrl), { type: 'module' });
  try {
    return await new WorkerLine(worker, time, quiet).call('rescue escrow', null);
  } finally {
    worker.terminate();
  }
}

function workerBroke(message: string): string {
  return `The part of Landfall that keeps your data stopped: ${message}. What was saved on this device is still there. Reload the page.`;
}
