import { type ReadonlySignal, signal } from '@preact/signals';
import { Workbox } from 'workbox-window';
import { serviceWorkerMessageVersion, type ToServiceWorker } from '../messages/to-service-worker.ts';
import type { ServiceWorkerState } from '../ui/services.ts';
import { scriptUrl } from './script-urls.ts';

const developmentUrl = '/dev-sw.js?dev-sw';
const url = import.meta.env.DEV ? developmentUrl : '/sw.js';

/** This page's side of the service worker: registering it, seeing updates, talking to it. */
export interface ServiceWorkerLink {
  readonly state: ReadonlySignal<ServiceWorkerState>;
  /** To the active service worker, also where it does not control this page yet (the first visit); lost if there is none. */
  tell(kind: ToServiceWorker['kind']): void;
  acceptUpdate(): void;
}

export function linkServiceWorker(onUpdated: () => void): ServiceWorkerLink {
  const state = signal<ServiceWorkerState>({ kind: 'starting' });
  if (!('serviceWorker' in navigator)) {
    state.value = { kind: 'absent', reason: 'This browser gives Landfall no service worker here.' };
    return { state, tell: () => {}, acceptUpdate: () => {} };
  }
  let registration: ServiceWorkerRegistration | undefined;
  const workbox = new Workbox(scriptUrl(url), { type: import.meta.env.DEV ? 'module' : 'classic' });
  workbox.addEventListener('waiting', () => {
    state.value = { kind: 'update waiting' };
  });
  workbox.addEventListener('activated', () => {
    state.value = { kind: 'active' };
  });
  reloadWhenReplaced(onUpdated);
  workbox
    .register({ immediate: true })
    .then((registered) => {
      registration = registered;
      if (registered?.waiting) state.value = { kind: 'update waiting' };
      else if (registered?.active) state.value = { kind: 'active' };
      lookForUpdates(registered);
    })
    .catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      state.value = { kind: 'absent', reason: `The service worker could not be started: ${why}` };
    });
  const tell = (to: ServiceWorker | null | undefined, kind: ToServiceWorker['kind']) => {
    const message: ToServiceWorker = { version: serviceWorkerMessageVersion, kind };
    to?.postMessage(message);
  };
  return {
    state,
    tell: (kind) => tell(registration?.active, kind),
    acceptUpdate: () => tell(registration?.waiting, 'accept update'),
  };
}

/** Any tab's consent replaces the service worker of all tabs: each loads the new build then. Not at the first visit. */
function reloadWhenReplaced(onUpdated: () => void): void {
  let hasController = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (hasController) onUpdated();
    hasController = true;
  });
}

/** An installed app may stay open for days: look whenever it is seen again. */
function lookForUpdates(registration: ServiceWorkerRegistration | undefined): void {
  document.addEventListener('visibilitychange', () => {
    // Offline it fails, and there is nothing new then.
    if (document.visibilityState === 'visible') registration?.update().catch(() => {});
  });
}
