import { expect } from 'vitest';
import type { AppPage } from '../../browsers/app-driver.ts';
import { deleteOpenRow, enter, goTo, keyOf, openRow, save } from './app-actions.ts';
import type { LoggedEffect } from './levers.ts';

/** A cycle may try each of them meanwhile, so what is known of a change may be more by the time it is read. */
const saved =
  /^Saved on this device at \d+:\d\d [AP]M\. (It waits in the outbox(; not sent yet|\. Tried (once|\d+ times) so far, not applied)?|It is on its way to the service; no answer yet|It is sent again, because no answer came the first time; no answer yet|No answer came, so it is not known whether it arrived; it is sent again safely)\.$/;
const deleted =
  /^The delete of 10004 Lift stops between floors was saved on this device at \d+:\d\d [AP]M\. The Sync page shows where it stands\.$/;

export interface FourChanges {
  /** Kind and row key of what the service has to do, in the order made. */
  readonly effects: readonly { readonly kind: string; readonly table: string; readonly id: string }[];
}

/** While nothing answers: edits two rows, creates one, deletes one; each is said to be saved here, none to be sent. */
export async function makeFourChanges(page: AppPage): Promise<FourChanges> {
  const account = await openRow(page, 'Accounts', 'Käserei Žukauskas Hamburg');
  await enter(page, 'telephone1', '+49 40 5550100');
  expect(await save(page)).toMatch(saved);

  const contact = await openRow(page, 'Contacts', 'Anna Müller');
  await enter(page, 'jobtitle', 'Lighthouse keeper');
  expect(await save(page)).toMatch(saved);

  await goTo(page, 'Accounts');
  await page.click({ role: 'link', name: 'New Account' });
  await enter(page, 'name', 'Shoreline Works');
  expect(await save(page)).toMatch(saved);
  await page.waitFor({ role: 'heading', name: 'Shoreline Works' });
  const created = keyOf(await page.url());

  const workOrder = await openRow(page, 'Work Orders', '10004 Lift stops between floors');
  expect(await deleteOpenRow(page)).toMatch(deleted);

  return {
    effects: [
      { kind: 'update', table: 'account', id: account },
      { kind: 'update', table: 'contact', id: contact },
      { kind: 'create', table: 'account', id: created },
      { kind: 'delete', table: 'msdyn_workorder', id: workOrder },
    ],
  };
}

/** One effect per change, in the order made, each by a request with a precondition, each of this person. */
export function expectOnceEach(effects: readonly LoggedEffect[], { effects: wanted }: FourChanges, person: string) {
  expect(effects.map(({ effect }) => effect)).toEqual(wanted);
  expect(effects.map((request) => request.person)).toEqual(wanted.map(() => person));
  expect(effects.map(({ ifMatch, ifNoneMatch }) => ({ ifMatch, ifNoneMatch }))).toEqual(
    wanted.map(({ kind }) =>
      kind === 'create'
        ? { ifMatch: null, ifNoneMatch: '*' }
        : { ifMatch: expect.stringMatching(/^W\/"\d+"$/), ifNoneMatch: null },
    ),
  );
}
