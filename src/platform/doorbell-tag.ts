/** Name of Workbox's Queue in the service worker; the sync tag is made from it. */
export const doorbellName = 'landfall';

/** The tag under which Workbox's Queue listens (workbox-background-sync, Queue.ts: `TAG_PREFIX:name`). */
export const doorbellTag = `workbox-background-sync:${doorbellName}`;
