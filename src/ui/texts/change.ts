import type { ChangeKind, ParkReason } from '../../core/change.ts';

/** Texts about one change and its way. */
export const changeTexts = {
  kind: { create: 'New row', update: 'Edit', delete: 'Delete' } satisfies { readonly [kind in ChangeKind]: string },
  stage: {
    pending: 'Waiting',
    sending: 'Being sent',
    'maybe sent': 'Maybe sent',
    conflict: 'In conflict',
    parked: 'Parked',
  },
  pending: 'It waits in the outbox; not sent yet.',
  /** The facts may be older than the save: what became of it since is not known. */
  inOutbox: 'It waits in the outbox.',
  afterSignIn: 'It waits in the outbox until you have signed in again.',
  triedBefore: (tries: string) => `It waits in the outbox. Tried ${tries} so far, not applied.`,
  behind: 'It waits in the outbox behind an earlier change of this row.',
  behindYours: 'It waits in the outbox behind an earlier change of this row, about which you have to decide.',
  dependsOn: 'It waits in the outbox until the new row that it points to is applied.',
  dependsOnYours: 'It waits in the outbox: it points to a new row about which you have to decide.',
  unnamed: 'The service no longer names this table for you; the change is kept and goes when it does.',
  sending: 'It is on its way to the service; no answer yet.',
  sendingAgain: 'It is sent again, because no answer came the first time; no answer yet.',
  maybeSent: 'No answer came, so it is not known whether it arrived; it is sent again safely.',
  maybeSentUnnamed:
    'No answer came, so it is not known whether it arrived. The service no longer names this table for you; the change is kept and is sent again, safely, when it does.',
  conflict: 'The row changed at the service since you saw it. Your change is kept here until you decide.',
  conflictGone: 'The row is gone at the service. Your change is kept here until you decide.',
  parkedWhy: {
    refused: 'The service refused it, and will most likely refuse it again as it is.',
    'missing after restore':
      'It had arrived, but the service has gone back to a backup from before it. Retry sends it again.',
    imported: 'It comes from a file, and the row is not there: either it never arrived, or someone deleted it since.',
    'no change sets':
      'It belongs together with other changes, and this service does not apply changes all or none. Nothing of them was sent. Retry sends this one by itself.',
  } satisfies { readonly [why in ParkReason]: string },
  parkedKept: 'It is kept here until you decide.',
  serviceSaid: 'The service said',
  networkSaid: 'What came back',
  times: (count: number, text: string) => (count === 1 ? 'once' : `${text} times`),
} as const;
