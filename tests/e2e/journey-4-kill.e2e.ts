import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppPage } from '../browsers/app-driver.ts';
import { type ChromiumBrowser, launchChromium } from '../browsers/chromium.ts';
import { isHere } from '../browsers/engines.ts';
import { makeProfile, removeProfile } from '../browsers/processes.ts';
import {
  deleteOpenRow,
  enter,
  goTo,
  openRow,
  save,
  signIn,
  smallPortions,
  waitUntilUpToDate,
} from './support/app-actions.ts';
import { type Device, deviceRows, readDevice, rowCount, serviceRows } from './support/device.ts';
import { direct, uniqueNames } from './support/direct.ts';
import type { LoggedRequest } from './support/levers.ts';
import { databaseOf } from './support/people.ts';
import { type Service, startService } from './support/service.ts';
import { waitForEmptyOutbox, waitForStage } from './support/shown-outbox.ts';

// 40 accounts in 2 portions, 96 contacts in 5, 160 assets in 8, 240 work orders in 12, 80 notes in 4, 64 bookings in 4.
const allRows = 680;
const database = databaseOf('dana');

let service: Service;
let profile: string;
let browser: ChromiumBrowser;
beforeEach(async () => {
  service = await startService({ environments: smallPortions });
  profile = makeProfile('chromium');
  browser = await launchChromium({ profile });
});
afterEach(async () => {
  await browser.close().catch(() => {});
  removeProfile(profile);
  await service.remove();
});

/** SIGKILL; then what the device has kept, seen with the service stopped, in the app that opens all the same. */
async function killAndReopenOffline(endService: 'stop' | 'kill' = 'stop') {
  await browser.kill();
  await service[endService]();
  browser = await launchChromium({ profile });
  const page = await browser.open(service.url);
  await page.waitFor('.shell');
  return { page, device: await readDevice(page, database) };
}

/** Each portion that was asked for: its table's set and whether it is a first one. */
function portionsAsked(requests: readonly LoggedRequest[]) {
  return requests.flatMap(({ path }) => {
    const [, set] =
      /^\/api\/data\/v9\.2\/(accounts|contacts|msdyn_customerassets|msdyn_workorders|bookableresourcebookings|annotations)\?/.exec(
        path,
      ) ?? [];
    if (set === undefined || path.includes('$count=true')) return [];
    const kind = path.includes('$skiptoken') ? 'next' : path.includes('$deltatoken') ? 'delta' : 'first';
    return [`${set} ${kind}`];
  });
}

/**
 * Asks for a cycle on the Sync page, until the wake log shows that one which was asked for is through. What empties the
 * outbox after a restart may be a retry, which pulls only what is due: not the rows that a delete changed in other
 * tables. A click while a starting service asks for a pause is not it.
 */
async function syncNow(page: AppPage): Promise<void> {
  await page.click({ role: 'button', name: 'Sync now' });
  await page.waitForFunction(() =>
    [...document.querySelectorAll('table[aria-label="Wake log"] tbody tr')].some((row) => {
      const cells = [...row.querySelectorAll('td')].map((cell) => cell.textContent?.trim());
      return cells.includes('Sync now') && cells.includes('Finished');
    }),
  );
}

async function expectAllRowsOnce(): Promise<void> {
  const page = await browser.open(`${service.url}/manifest.webmanifest`);
  const device = await readDevice(page, database);
  await service.stop();
  const atService = await serviceRows(service.dataFolder);
  expect(deviceRows(device)).toEqual(atService);
  expect(device.outbox).toEqual([]);
}

function positionOf(device: Device, table: string): unknown {
  return device.checkpoints.find((checkpoint) => checkpoint.table === table)?.position;
}

describe.runIf(isHere('chromium'))('killed in the initial load', () => {
  test.each([
    {
      when: 'the 3rd portion landed and the 4th was not answered',
      nextLinksToPass: 1,
      card: 'Contacts',
      shows: '20 of 96 rows',
      landed: 60,
      reading: { table: 'contact', rowsRead: 20 },
      first: 'contacts next',
      notAgain: ['accounts first', 'contacts first'],
    },
    {
      when: 'the 19th portion landed and the 20th was not answered',
      nextLinksToPass: 15,
      card: 'Work Orders',
      shows: '80 of 240 rows',
      landed: 376,
      reading: { table: 'msdyn_workorder', rowsRead: 80 },
      first: 'msdyn_workorders next',
      notAgain: [
        'accounts first',
        'contacts first',
        'contacts next',
        'msdyn_customerassets first',
        'msdyn_customerassets next',
        'msdyn_workorders first',
      ],
    },
  ])('when $when: goes on there', async ({ nextLinksToPass, card, shows, landed, reading, first, notAgain }) => {
    await service.levers.fault({ kind: 'hold-before', pathIncludes: 'skiptoken', skip: nextLinksToPass });
    const page = await browser.open(service.url);
    await signIn(page, 'dana');
    await service.levers.wait({ event: 'held' });
    await page.waitForText(shows, { within: '.table-cards' });

    const { page: reopened, device } = await killAndReopenOffline();
    expect(rowCount(device)).toBe(landed);
    expect(landed).toBeGreaterThan(0);
    expect(landed).toBeLessThan(allRows);
    expect(positionOf(device, reading.table)).toMatchObject({ kind: 'reading', rowsRead: reading.rowsRead });
    await goTo(reopened, card);
    await reopened.waitForText(shows, { within: '.list-screen' });

    await service.start();
    await goTo(reopened, 'Sync');
    await reopened.click({ role: 'button', name: 'Sync now' });
    await waitUntilUpToDate(reopened);
    const asked = portionsAsked(await service.levers.requests());
    expect(asked.find((portion) => !portion.endsWith('delta'))).toBe(first);
    expect(asked.filter((portion) => notAgain.includes(portion))).toEqual([]);
    await expectAllRowsOnce();
  });
});

describe.runIf(isHere('chromium'))('killed in a push', () => {
  test.each([
    {
      when: 'the batch with 4 of 5 changes was applied and not answered',
      fault: { kind: 'hold-after-applying', count: 1 },
      end: 'stop',
      sending: 'Zebra Works',
      applied: 5,
      left: 4,
    },
    {
      when: 'the batch with 4 of 5 changes had arrived and was not applied',
      fault: { kind: 'hold-before', count: 1 },
      // What is held is never applied then.
      end: 'kill',
      sending: 'third',
      applied: 1,
      left: 4,
    },
  ] as const)('when $when: each has one effect', async ({ fault, end, sending, applied, left }) => {
    const [one, two, three, four] = await uniqueNames(await direct(service, 'dana'), 'accounts', 'name');
    const page = await browser.open(service.url);
    await signIn(page, 'dana');
    await waitUntilUpToDate(page);

    const first = await service.levers.fault({ kind: 'hold-before', method: 'PATCH', count: 1 });
    await service.levers.fault({ pathIncludes: '$batch', ...fault });
    for (const [at, name] of [one, two, three].entries()) {
      await openRow(page, 'Accounts', name);
      await enter(page, 'address1_city', `Town ${at}`);
      await save(page);
      if (at === 0) {
        await goTo(page, 'Accounts');
        await page.click({ role: 'link', name: 'New Account' });
        await enter(page, 'name', 'Zebra Works');
        await save(page);
      }
    }
    await openRow(page, 'Accounts', four);
    await deleteOpenRow(page);
    await service.levers.clearFaults(first);
    await service.levers.wait({ event: 'held', count: 2 });
    await goTo(page, 'Sync');
    const name = sending === 'third' ? three : sending;
    await waitForStage(page, name, 'Being sent');
    const before = (await service.levers.effects()).map(({ effect }) => effect.id);
    expect(before).toHaveLength(applied);

    const { page: reopened, device } = await killAndReopenOffline(end);
    expect(device.outbox).toHaveLength(left);
    expect(['sending', 'maybe sent']).toContain(device.outbox[0]?.state.kind);
    await goTo(reopened, 'Sync');
    await waitForStage(reopened, name, 'Maybe sent');

    await service.start();
    await reopened.click({ role: 'button', name: 'Sync now' });
    await waitForEmptyOutbox(reopened);
    const after = (await service.levers.effects()).map(({ effect }) => effect.id);
    const changed = [...before, ...after];
    expect(changed).toHaveLength(5);
    expect(new Set(changed).size).toBe(5);
    await syncNow(reopened);
    await waitUntilUpToDate(reopened);
    await expectAllRowsOnce();
  });
});
