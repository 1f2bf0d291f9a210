import { expect, test } from 'vitest';
import { launchChromium } from '../../browsers/chromium.ts';
import { isHere } from '../../browsers/engines.ts';
import { copyApp } from './app-copy.ts';
import { accessibilityViolations, installabilityErrors } from './audit.ts';
import { startService } from './service.ts';

test.runIf(isHere('chromium'))('a copied app is served, audited and replaced by the build after it', async () => {
  const app = copyApp();
  const service = await startService({ appFolder: app.folder });
  const browser = await launchChromium();
  try {
    const page = await browser.open(service.url);
    await page.waitFor({ role: 'button', name: 'Sign in' });
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(await installabilityErrors(page)).toEqual([]);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    app.replaceBy('next');
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.getRegistration())?.update();
    });
    await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state);
    const document = await (await fetch(service.url)).text();
    expect(document).toContain('<html data-build="next"');
  } finally {
    await browser.close();
    await service.remove();
  }
});
