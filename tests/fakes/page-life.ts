import type { PageEvent, PageLife } from '../../src/platform/page-life.ts';

/** A page that becomes visible, hidden, frozen … when told to. */
export interface FakePageLife extends PageLife {
  happen(event: PageEvent): void;
}

export function createFakePageLife(): FakePageLife {
  const listeners = new Set<(event: PageEvent) => void>();
  let isVisible = true;
  let isOnline = true;
  return {
    isVisible: () => isVisible,
    isOnline: () => isOnline,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    happen(event) {
      if (event === 'visible' || event === 'hidden') isVisible = event === 'visible';
      if (event === 'online' || event === 'offline') isOnline = event === 'online';
      for (const listener of listeners) listener(event);
    },
  };
}
