/** What the log says of changes that met a newer row. */
export const mergeTexts = {
  theirs: (columns: string, isOne: boolean) =>
    `Merged: ${columns} ${isOne ? 'was' : 'were'} changed by someone else and kept.`,
  mine: (columns: string) => `Yours went over theirs: ${columns}.`,
  givenUp: (columns: string) => `Gave way to theirs: ${columns}.`,
  allGivenUp: 'Gave way to theirs.',
  notApplied: 'Not applied: gave way',
  history: 'Earlier changes of this row',
  applied: (kind: string, time: string) => `${kind}, applied at ${time}.`,
  gaveWay: (kind: string, time: string) => `${kind}, settled at ${time}: nothing of it was applied.`,
  /** After saving. */
  savedGaveWay:
    'The row had changed at the service, and by the setting of this table yours gave way. The row shows theirs.',
} as const;
