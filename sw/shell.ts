import { createHandlerBoundToURL, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

const document = 'index.html';

/** Paths that are the service's or the host's, never a screen of the app. */
const notScreens = [/^\/api\//, /^\/config\.json$/, /^\/__levers\//, /\.[a-z0-9]+$/i];

/**
 * Keeps the built app on the device and answers every navigation with its document. `headers` is a hash of the headers
 * the host sends: the document is cached with them, so a change of headers alone has to make it a new revision.
 */
export function keepShell(manifest: readonly (PrecacheEntry | string)[], headers: string): void {
  precacheAndRoute(
    manifest.map((entry) =>
      typeof entry !== 'string' && entry.url === document
        ? { ...entry, revision: `${entry.revision}-${headers}` }
        : entry,
    ),
    { directoryIndex: document, cleanURLs: false },
  );
  registerRoute(new NavigationRoute(createHandlerBoundToURL(document), { denylist: notScreens }));
}
