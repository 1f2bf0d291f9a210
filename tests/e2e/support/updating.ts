import type { AppPage } from '../../browsers/app-driver.ts';
import type { ChromiumPage } from '../../browsers/chromium.ts';

/** Until a service worker serves this page. */
export async function waitForController(page: AppPage): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}

/** Looks for an update, as the app does each time it is seen again, until one waits. */
export async function findUpdate(page: AppPage): Promise<void> {
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())?.update();
  });
  await page.waitForText('A new version is ready.');
}

/** Whether this document may connect there: its policy says so, whatever answers. */
export async function mayConnect(page: AppPage, url: string): Promise<boolean> {
  return page.evaluate(
    (address: string) =>
      new Promise<boolean>((resolve, reject) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
          const isThis = effectiveDirective === 'connect-src' && new URL(blockedURI).origin === new URL(address).origin;
          if (isThis) resolve(false);
        });
        fetch(address, { mode: 'no-cors' }).then(
          () => resolve(true),
          (error) => setTimeout(() => reject(error), 2_000),
        );
      }),
    url,
  );
}

/** The policy that came with each document this page loads from now on, and whether the service worker gave it. */
export function watchDocuments(
  page: ChromiumPage,
): readonly { readonly policy: string; readonly isFromWorker: boolean }[] {
  const seen: { policy: string; isFromWorker: boolean }[] = [];
  page.raw.on('response', (response) => {
    if (!response.request().isNavigationRequest()) return;
    const policy = response.headers()['content-security-policy'] ?? '';
    seen.push({ policy, isFromWorker: response.fromServiceWorker() });
  });
  return seen;
}
