import type { PageEvent, PageLife } from '../../page-life.ts';

/** The page's lifecycle and connection events as one stream. */
export function createDocumentPageLife(): PageLife {
  return {
    isVisible: () => document.visibilityState === 'visible',
    isOnline: () => navigator.onLine,
    subscribe(listener: (event: PageEvent) => void) {
      const stopping = new AbortController();
      const { signal } = stopping;
      const tell = (event: PageEvent) => () => listener(event);
      document.addEventListener(
        'visibilitychange',
        () => listener(document.visibilityState === 'visible' ? 'visible' : 'hidden'),
        { signal },
      );
      document.addEventListener('freeze', tell('frozen'), { signal });
      document.addEventListener('resume', tell('resumed'), { signal });
      window.addEventListener('pagehide', tell('left'), { signal });
      window.addEventListener(
        'pageshow',
        (event) => {
          // Without `persisted` it is the first showing of this page, which is no return.
          if (event.persisted) listener('returned');
        },
        { signal },
      );
      window.addEventListener('focus', tell('focused'), { signal });
      window.addEventListener('online', tell('online'), { signal });
      window.addEventListener('offline', tell('offline'), { signal });
      return () => stopping.abort();
    },
  };
}
