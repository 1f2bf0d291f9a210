import type { StoreTrouble } from '../../core/trouble.ts';

/** Texts of what keeps this device from working as it should. */
export const troubleTexts = {
  stuckTitle: 'Sync is stuck.',
  noAnswerTitle: 'The database on this device does not answer.',
  noAnswer: (since: string) =>
    `It has been silent since ${since}. What you do here is not saved until it says so. Another tab of Landfall may hold it up: close the others, or reload this one.`,
  blockedTitle: 'Close the other Landfall tabs.',
  blocked: (since: string) =>
    `Your data on this device is being made ready for this version since ${since}. Another tab or window still uses it in the version before and does not let go. It goes on by itself as soon as that is closed.`,
  storeTitles: {
    'newer version': 'Landfall was updated in another tab.',
    deleted: 'The data on this device was deleted.',
    'quota exceeded': 'There is no space left on this device.',
    'connection lost': 'The browser closed the database on this device.',
    broken: 'The database on this device refuses to work.',
  } satisfies { readonly [why in StoreTrouble]: string },
  store: {
    'newer version':
      'Your data is in the form of a newer version, and this one leaves it alone. Half-filled forms were kept as drafts until now; what you type from here on is not kept. Reload to go on.',
    deleted: 'It happened while this page was open, by you or by the browser. Reload to begin again.',
    'quota exceeded':
      'Nothing more can be saved. What was saved before is still there. Free some space, then try again.',
    'connection lost': 'Opening it again failed. What was saved is still there. Reload if this does not pass.',
    broken: 'Landfall has deleted nothing. Reload; if this stays, tell whoever looks after Landfall.',
  } satisfies { readonly [why in StoreTrouble]: string },
  reload: 'Reload',
} as const;
