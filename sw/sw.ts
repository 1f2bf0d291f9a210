import { createBackgroundSyncDoorbell } from '../src/platform/browser/both/background-sync-doorbell.ts';
import { deviceName } from '../src/platform/browser/both/device-name.ts';
import { systemTimers } from '../src/platform/browser/both/system-timers.ts';
import { openDexieDirectory } from '../src/storage/dexie/dexie-directory.ts';
import { activate } from './activation.ts';
import { answerDoorbell } from './doorbell.ts';
import { Drain } from './drain.ts';
import { openParts } from './open-parts.ts';
import { answerPage } from './page-messages.ts';
import { keepShell } from './shell.ts';
import { tellPages } from './tell-pages.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: Parameters<typeof keepShell>[0];
};

/** The host puts a hash of its headers here, so that a change of headers alone makes this a new service worker. */
const headers = '__LANDFALL_HEADERS__';

const doorbell = createBackgroundSyncDoorbell(async () => self.registration);
const drain = new Drain({
  openDirectory: () => openDexieDirectory(),
  open: openParts,
  deviceName: deviceName(),
  timers: systemTimers,
  isToBeReplaced: () => self.registration.waiting !== null,
  onTooOld: () => void tellPages(self.clients, 'too old'),
});

keepShell(self.__WB_MANIFEST, headers);
self.addEventListener('activate', (event) => event.waitUntil(activate(self.clients, doorbell)));
self.addEventListener('message', (event) => answerPage(self, event, drain));
answerDoorbell(self, drain, doorbell);
