/** This page's service worker registration; undefined where there is none. Never `ready`: without one that never settles. */
export async function findPageRegistration(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  try {
    return await navigator.serviceWorker.getRegistration();
  } catch {
    // SecurityError: forbidden by the person's settings or by the frame this page is in.
    return undefined;
  }
}
