import { Workbox } from 'workbox-window';
import { parseFromServiceWorker } from '../../../messages/from-service-worker.ts';
import { serviceWorkerMessageVersion, type ToServiceWorker } from '../../../messages/to-service-worker.ts';

/** What becomes of the service worker, told once each time it changes. */
export type ServiceWorkerNews =
  /** There is none; `why` has the browser's words, or ours. */
  | { readonly kind: 'absent'; readonly why: string }
  | { readonly kind: 'active' }
  /** A new build is installed and waits until it is told to take over. */
  | { readonly kind: 'waiting' }
  /** A newer build used the databases of this device: this service worker is too old for them and leaves them alone. */
  | { readonly kind: 'too old' }
  /** Another build took over this page: it has to load anew. Never told at the first visit. */
  | { readonly kind: 'replaced' };

/** A message without its version. */
export type ServiceWorkerWords = ToServiceWorker extends infer Message
  ? Message extends ToServiceWorker
    ? Omit<Message, 'version'>
    : never
  : never;

/** A page's line to the service worker. */
export interface ServiceWorkerLink {
  /** To the active one, also where it does not control this page yet (the first visit); lost if there is none. */
  tell(message: ServiceWorkerWords): void;
  /** Lets the build that waits take over. */
  acceptUpdate(): void;
}

/** Registers the service worker and tells what becomes of it. */
export function linkServiceWorker(
  script: { readonly url: string; readonly type: WorkerType },
  onNews: (news: ServiceWorkerNews) => void,
): ServiceWorkerLink {
  if (!('serviceWorker' in navigator)) {
    onNews({ kind: 'absent', why: 'this browser gives Landfall no service worker here' });
    return { tell: () => {}, acceptUpdate: () => {} };
  }
  let registration: ServiceWorkerRegistration | undefined;
  const workbox = new Workbox(script.url, { type: script.type });
  workbox.addEventListener('waiting', () => onNews({ kind: 'waiting' }));
  workbox.addEventListener('activated', () => onNews({ kind: 'active' }));
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (parseFromServiceWorker(data)?.kind === 'too old') onNews({ kind: 'too old' });
  });
  watchReplacement(() => onNews({ kind: 'replaced' }));
  workbox
    .register({ immediate: true })
    .then((registered) => {
      registration = registered;
      if (registered?.waiting) onNews({ kind: 'waiting' });
      else if (registered?.active) onNews({ kind: 'active' });
      lookForUpdates(registered);
    })
    .catch((error: unknown) => onNews({ kind: 'absent', why: error instanceof Error ? error.message : String(error) }));
  return {
    // Until registering has answered, the one that controls this page is the active one.
    tell: (message) => post(registration?.active ?? navigator.serviceWorker.controller, message),
    acceptUpdate: () => {
      // Chromium replaces a service worker only once it has nothing to do, for minutes if need be: a sync event that
      // waits there for the end of a page's cycle would hold up the update.
      post(registration?.active, { kind: 'visible', database: null });
      post(registration?.waiting, { kind: 'accept update' });
      // None has come yet: asked for, it is told of when it waits.
      if (registration?.waiting === null) registration.update().catch(() => {});
    },
  };
}

function post(to: ServiceWorker | null | undefined, words: ServiceWorkerWords): void {
  to?.postMessage({ version: serviceWorkerMessageVersion, ...words });
}

/** Any tab's consent replaces the service worker of all tabs. Taking control of a page that had none replaces nothing. */
function watchReplacement(onReplaced: () => void): void {
  let hasController = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (hasController) onReplaced();
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
