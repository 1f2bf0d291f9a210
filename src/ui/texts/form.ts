import type { NoCreate } from '../../core/table.ts';

/** Texts of the form. */
export const formTexts = {
  newTitle: (table: string) => `New ${table}`,
  noName: '(no name)',
  backTo: (tables: string) => `Back to ${tables}`,
  save: 'Save',
  saving: 'Saving…',
  delete: 'Delete',
  cancel: 'Cancel',
  reading: 'Reading the row…',
  broke: 'The row could not be read from this device.',
  gone: 'This row is not on this device.',
  goneLoading: 'This row is not on this device. Not all rows of the table are here yet; it may be among those.',
  goneWhileOpen: 'This row has just left this device: it was deleted, or you may no longer see it.',
  readOnly: 'You can read this row. Your sign-in does not allow you to change it.',
  readOnlyNew: 'Your sign-in does not allow you to create rows in this table.',
  noCreate: {
    'keys are made by the service':
      'No rows can be created here: the service makes the keys of this table, and a new row whose answer is lost on the way would be made twice.',
    'cannot be filled in':
      'No rows can be created here: a new row would need something that the service does not let Landfall fill in.',
    'not allowed': 'The service takes no new rows in this table.',
  } satisfies { readonly [why in NoCreate]: string },
  readOnlyForAll: 'You can read this row. The service does not let anybody change it.',
  deleteWaits: 'A delete of this row is in the outbox.',
  nothingChanged: 'No field was changed, so there is nothing to keep.',
  saveFailed: 'This device could not keep the change. Nothing of it was kept; what you entered is still in the form.',
  problemsTitle: (count: string, isOne: boolean) =>
    isOne ? `${count} field needs attention` : `${count} fields need attention`,
  savedAt: (time: string) => `Saved on this device at ${time}.`,
  inConflict: 'The row changed at the service since you saw it. Your change waits for you on the Sync page.',
  inConflictGone: 'The row is gone at the service. Your change waits for you on the Sync page.',
  parked: 'The service refused it. Your change waits for you on the Sync page.',
  appliedAt: (time: string) => `The service applied it at ${time}.`,
  cancelled: 'The new row had never been sent. It is gone from this device, and nothing of it is left to send.',
  deletedAt: (name: string, time: string) =>
    `The delete of ${name} was saved on this device at ${time}. The Sync page shows where it stands.`,
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteText: 'The delete is kept in the outbox of this device and sent from there in its turn.',
  deleteNeverSent: 'This row was never sent to the service. Deleting it leaves nothing behind.',
  draftRestored: (time: string) => `Your draft from ${time} is in the form; it was not saved yet.`,
  draftOverNewer: 'Fields you had not touched show the row as it is now.',
  discardDraft: 'Discard the draft',
  changedUnderneath: 'This row changed since you began to edit it.',
  changedUnderneathMore:
    'Saved now, your change is made against the row that you began with. Fields you have not touched can show the newer values; what you entered stays.',
  showNewer: 'Show the newer row',
  leaveTitle: 'Leave without saving?',
  leaveText:
    'What you entered is kept as a draft on this device and is there when you open this form again. It does not go to the service.',
  keepEditing: 'Keep editing',
  leaveKeepDraft: 'Leave and keep the draft',
  leaveDiscard: 'Leave and discard',
  changesTitle: 'In the outbox for this row',
  toSync: 'Open the Sync page',
  details: 'Set by the service',
  related: 'Related',
  relatedTable: (table: string, count: string) => `${table} · ${count}`,
  relatedMore: (count: string) => `and ${count} more`,
} as const;
