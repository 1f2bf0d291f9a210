import type { ChangeKind } from '../../core/change.ts';
import type { RowMark } from '../../core/view.ts';

/** Texts about one change and its way. */
export const changeTexts = {
  kind: { create: 'New row', update: 'Edit', delete: 'Delete' } satisfies { readonly [kind in ChangeKind]: string },
  mark: { none: '', waiting: 'Waiting', sending: 'Sending', 'needs you': 'Needs you' } satisfies {
    readonly [mark in RowMark]: string;
  },
  stage: {
    pending: 'Waiting',
    sending: 'Being sent',
    'maybe sent': 'Maybe sent',
    conflict: 'In conflict',
    parked: 'Parked',
  },
  pending: 'Kept on this device. Not sent yet.',
  triedBefore: (tries: string) => `Kept on this device. Tried ${tries} so far, not applied.`,
  behind: 'Kept on this device. It waits behind an earlier change of this row.',
  dependsOn: 'Kept on this device. It waits until the new row that it points to is applied.',
  sending: 'On its way to the service; no answer yet.',
  sendingAgain: 'Sent again, because no answer came the first time; no answer yet.',
  maybeSent:
    'No answer came, so the service may have applied it or not. It is sent again with the same precondition; it cannot take effect twice.',
  conflict: 'The row changed at the service since you saw it. Your change is kept here until you decide.',
  conflictGone: 'The row is gone at the service. Your change is kept here until you decide.',
  parked: 'The service refused it. Your change is kept here until you decide.',
  serviceSaid: 'The service said',
  networkSaid: 'What came back',
  times: (count: number, text: string) => (count === 1 ? 'once' : `${text} times`),
} as const;
