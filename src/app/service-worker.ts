import { type Signal, signal } from '@preact/signals';
import { linkServiceWorker, type ServiceWorkerLink } from '../platform/browser/page/service-worker-link.ts';
import type { ServiceWorkerState } from '../ui/services.ts';
import { scriptUrl } from './script-urls.ts';

/** In development the service worker is made on request, as a module. */
const script = import.meta.env.DEV
  ? ({ url: '/dev-sw.js?dev-sw', type: 'module' } as const)
  : ({ url: '/sw.js', type: 'classic' } as const);

/** Registers this app's service worker; its state is for the screens. */
export function startServiceWorker(
  onReplaced: () => void,
): ServiceWorkerLink & { readonly state: Signal<ServiceWorkerState> } {
  const state = signal<ServiceWorkerState>({ kind: 'starting' });
  const link = linkServiceWorker({ ...script, url: scriptUrl(script.url) }, (news) => {
    switch (news.kind) {
      case 'absent':
        state.value = { kind: 'absent', reason: `There is no service worker: ${news.why}.` };
        return;
      case 'active':
        state.value = { kind: 'active' };
        return;
      case 'waiting':
        state.value = { kind: 'update waiting' };
        return;
      case 'too old':
        state.value = { kind: 'too old' };
        return;
      case 'replaced':
        onReplaced();
        return;
    }
  });
  return { ...link, state };
}
