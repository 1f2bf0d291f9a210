/** Texts of deleting a row with those that point to it. */
export const deleteTexts = {
  pointing: 'Rows on this device point to it',
  withIt: (tables: string, count: string) => `Delete with it: ${tables} (${count})`,
  mayNot: (tables: string, count: string) =>
    `${tables} (${count}): these cannot be deleted with it, because you may not delete them or they are too many.`,
  mustPoint: 'They must point to a row, so the service will most likely refuse to delete it without them.',
  notWhole: 'Not all rows of this table are here yet; there may be more.',
  together: 'It is sent as one step: all of it is applied, or nothing is.',
  tooMany: (most: string) => `At most ${most} rows can be deleted with it.`,
  deleteAll: (count: string) => `Delete all ${count}`,
  deletedTogether: (name: string, count: string, time: string) =>
    `The delete of ${name} and of ${count} that point to it was saved on this device at ${time}. The Sync page shows where it stands.`,
} as const;
