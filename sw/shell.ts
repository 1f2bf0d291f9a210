import { createHandlerBoundToURL, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

const document = 'index.html';

/** Paths that are the service's or the host's, never a screen of the app. */
const notScreens = [/^\/api\//, /^\/config\.json$/, /^\/__levers\//, /\.[a-z0-9]+$/i];

/** What has a policy of its own, from the headers it came with: the document, and the script of a worker. */
const hasPolicy = /^index\.html$|^assets\/data-worker-/;

/**
 * Keeps the built app on the device and answers every navigation with its document. `headers` is a hash of the headers
 * the host sends: what has a policy is cached with them, so a change of headers alone has to make it a new revision.
 */
export function keepShell(manifest: readonly (PrecacheEntry | string)[], headers: string): void {
  precacheAndRoute(
    manifest.map((entry) =>
      typeof entry !== 'string' && hasPolicy.test(entry.url)
        ? { ...entry, revision: `${entry.revision}-${headers}` }
        : entry,
    ),
    { directoryIndex: document, cleanURLs: false },
  );
  // In development nothing is kept: each navigation goes to the host.
  if (manifest.length === 0) return;
  registerRoute(new NavigationRoute(createHandlerBoundToURL(document), { denylist: notScreens }));
}
