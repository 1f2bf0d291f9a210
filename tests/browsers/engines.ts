import type { AppBrowser, Engine } from './app-driver.ts';
import { launchChromium } from './chromium.ts';
import { findChromium, howToGetChromium } from './find-chromium.ts';
import { findFirefox, howToGetFirefox } from './find-firefox.ts';
import { findWebKit, howToGetWebKit } from './find-webkit.ts';
import { launchFirefox } from './puppeteer.ts';
import { launchWebKit } from './webkit.ts';

/** The engines that tests run in, and whether they are on this machine: `test.runIf(isHere)`. */
export const engines: readonly {
  readonly engine: Engine;
  readonly name: string;
  readonly isHere: boolean;
  readonly howToGet: string;
  readonly launch: () => Promise<AppBrowser>;
}[] = [
  {
    engine: 'chromium',
    name: 'Chromium',
    isHere: findChromium() !== null,
    howToGet: howToGetChromium,
    launch: () => launchChromium(),
  },
  {
    engine: 'firefox',
    name: 'Firefox',
    isHere: findFirefox() !== null,
    howToGet: howToGetFirefox,
    launch: () => launchFirefox(),
  },
  {
    engine: 'webkit',
    name: 'WebKitGTK',
    isHere: findWebKit() !== null,
    howToGet: howToGetWebKit,
    launch: launchWebKit,
  },
];

export function isHere(engine: Engine): boolean {
  return engines.some((one) => one.engine === engine && one.isHere);
}
