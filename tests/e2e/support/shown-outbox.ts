import type { AppPage } from '../../browsers/app-driver.ts';

/** The stages of a change, by the words of the Sync page. */
export type Stage = 'Waiting' | 'Being sent' | 'Maybe sent' | 'In conflict' | 'Parked';

/** The outbox as the Sync page shows it now. */
export async function shownOutbox(page: AppPage): Promise<readonly { readonly stage: Stage; readonly name: string }[]> {
  return await page.evaluate(() =>
    [...document.querySelectorAll('.outbox-change')].map((item) => ({
      stage: (item.querySelector('.tag')?.textContent ?? '') as Stage,
      name: item.querySelector('.outbox-head strong')?.textContent ?? '',
    })),
  );
}

/** Until the Sync page shows a change of the row of that name in that stage; resolves with all that is said of it. */
export async function waitForStage(page: AppPage, name: string, stage: Stage): Promise<string> {
  const find = (wantedName: string, wantedStage: string) => {
    const item = [...document.querySelectorAll<HTMLElement>('.outbox-change')].find(
      (one) =>
        one.querySelector('.tag')?.textContent === wantedStage &&
        one.querySelector('.outbox-head strong')?.textContent === wantedName,
    );
    return item?.innerText.replace(/\s+/g, ' ') ?? null;
  };
  return (await page.waitForFunction(find, name, stage)) ?? '';
}

/** Until the Sync page shows an outbox with nothing in it. */
export async function waitForEmptyOutbox(page: AppPage, deadlineMs = 60_000): Promise<void> {
  await page.waitForText('The outbox is empty', { within: 'main', deadlineMs });
}
