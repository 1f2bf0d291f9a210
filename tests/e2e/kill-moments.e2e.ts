import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChromiumBrowser, type ChromiumPage, launchChromium } from '../browsers/chromium.ts';
import { isHere } from '../browsers/engines.ts';
import { makeProfile, removeProfile } from '../browsers/processes.ts';
import { createSeededRandom } from '../fakes/random.ts';
import { enter, goTo, save, signIn, smallPortions, waitUntilUpToDate } from './support/app-actions.ts';
import { deviceRows, readDevice, serviceRows } from './support/device.ts';
import { direct } from './support/direct.ts';
import { databaseOf } from './support/people.ts';
import { type Service, startService } from './support/service.ts';
import { waitForEmptyOutbox } from './support/shown-outbox.ts';

/** A longer campaign: LANDFALL_KILLS=50; LANDFALL_SEED repeats one. */
const kills = Number(process.env.LANDFALL_KILLS ?? '8');
const seed = Number(process.env.LANDFALL_SEED ?? Date.now() % 1_000_000);
const random = createSeededRandom(seed);
const pick = <T>(list: readonly T[]): T => {
  const found = list[Math.floor(random.fraction() * list.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
};

let service: Service;
let profile: string;
let browser: ChromiumBrowser;
beforeAll(async () => {
  service = await startService({ environments: smallPortions });
  profile = makeProfile('chromium');
});
afterAll(async () => {
  await browser?.close().catch(() => {});
  removeProfile(profile);
  await service?.remove();
});

/** As a link of the app does, without loading the page anew. */
function openForm(page: ChromiumPage, key: string): Promise<void> {
  return page.evaluate((path) => {
    history.pushState(null, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
  }, `/t/contact/${key}`);
}

/** Edits one row after the other until the browser is gone; tells of each once the screen says that it is saved. */
async function editUntilKilled(page: ChromiumPage, keys: readonly string[], onSaved: (key: string) => void) {
  try {
    for (const key of keys) {
      await openForm(page, key);
      await page.waitFor('#field-jobtitle');
      await enter(page, 'jobtitle', `Title ${key.slice(0, 8)}`);
      await save(page);
      onSaved(key);
    }
  } catch {
    // Whatever was under way when the browser was killed.
  }
}

describe.runIf(isHere('chromium'))(`killed at ${kills} moments (LANDFALL_SEED=${seed})`, () => {
  test(
    'what the screen showed as saved arrives, once',
    async () => {
      const dana = await direct(service, 'dana');
      const keys = (await dana.rows('contacts', '$select=contactid')).map((row) => String(row['contactid']));
      const [saved, unused] = [new Set<string>(), [...keys]];
      browser = await launchChromium({ profile });
      const first = await browser.open(service.url);
      await signIn(first, 'dana');
      await waitUntilUpToDate(first);
      const since = await service.levers.last();
      for (let kill = 0; kill < kills; kill += 1) {
        const page = kill === 0 ? first : await browser.open(service.url);
        await page.waitFor('.shell');
        const moment = {
          event: pick(['request', 'applied', 'answered'] as const),
          count: 1 + Math.floor(random.fraction() * 6),
          since: await service.levers.last(),
        };
        const mine = unused.splice(0, Math.max(1, Math.floor(keys.length / kills)));
        const editing = editUntilKilled(page, mine, (key) => saved.add(key));
        // Where there were too few requests for the moment to come, it is killed when it has nothing left to edit.
        await Promise.race([service.levers.wait(moment), editing]);
        await browser.kill();
        await editing;
        browser = await launchChromium({ profile });
      }
      const page = await browser.open(service.url);
      await page.waitFor('.shell');
      await goTo(page, 'Sync');
      await page.click({ role: 'button', name: 'Sync now' });
      await waitForEmptyOutbox(page);
      await waitUntilUpToDate(page);
      const effects = (await service.levers.effects()).filter(({ n }) => n > since).map(({ effect }) => effect.id);
      expect(saved.size).toBeGreaterThan(kills / 2);
      expect([...saved].filter((key) => !effects.includes(key))).toEqual([]);
      expect(new Set(effects).size).toBe(effects.length);
      const rows = await dana.rows('contacts', '$select=contactid,jobtitle');
      for (const row of rows) {
        const key = String(row['contactid']);
        if (effects.includes(key)) expect(row['jobtitle']).toBe(`Title ${key.slice(0, 8)}`);
      }
      const device = await readDevice(page, databaseOf('dana'));
      await service.stop();
      expect(deviceRows(device)).toEqual(await serviceRows(service.dataFolder));
    },
    60_000 + kills * 30_000,
  );
});
