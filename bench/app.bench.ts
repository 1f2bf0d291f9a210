import { type ChromiumPage, launchChromium } from '../tests/browsers/chromium.ts';
import { signIn, waitUntilUpToDate } from '../tests/e2e/support/app-actions.ts';
import { type Service, startService } from '../tests/e2e/support/service.ts';
import { type Figure, figure } from './figure.ts';

const loads = 3;
const reloads = 7;
const rows = 85_000;

/** In Chromium, against a service on the same machine at full demo scale. */
export async function measureApp(): Promise<readonly Figure[]> {
  const service = await startService({ scale: 1 });
  const rates: number[] = [];
  let waits: readonly number[] = [];
  for (let run = 0; run < loads; run++) {
    const browser = await launchChromium();
    const page = await browser.open(service.url);
    rates.push(await loadOnce(page));
    if (run === loads - 1) waits = await reloadOften(service, page);
    await browser.close();
  }
  await service.remove();
  return [
    figure('initial load, sign-in to the last of 85,000 rows', 'rows/s', rates),
    figure('reload with the service stopped, to the first row of 30,000 in the list', 'ms', waits),
  ];
}

async function loadOnce(page: ChromiumPage): Promise<number> {
  await page.waitFor('input[name=password]');
  const began = performance.now();
  await signIn(page, 'dana');
  await waitUntilUpToDate(page, 300_000);
  return rows / ((performance.now() - began) / 1000);
}

async function reloadOften(service: Service, page: ChromiumPage): Promise<readonly number[]> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await service.stop();
  const waits: number[] = [];
  await page.goto(`${service.url}/t/msdyn_workorder`);
  for (let run = 0; run < reloads; run++) {
    await page.waitFor('.list-table a[data-index="0"]');
    await page.raw.reload({ waitUntil: 'commit' });
    // Since the navigation began, by the page's own clock, when the row was first in the document.
    waits.push(
      await page.waitForFunction(() =>
        document.querySelector('.list-table a[data-index="0"]') === null ? null : performance.now(),
      ),
    );
  }
  return waits;
}
