/** Texts of single form fields. */
export const fieldTexts = {
  required: (label: string) => `Enter ${label}.`,
  nameUnknown: '(name not on this device)',
  requiredMark: 'required',
  readOnly: 'Read only',
  empty: 'Not set',
  noChoice: 'Not set',
  clear: (label: string) => `Clear ${label}`,
  openRow: (name: string) => `Open ${name}`,
  searchHint: (tables: string) => `Type to search ${tables} on this device`,
  searching: 'Searching',
  noHits: 'No row with that name on this device.',
  hits: (count: string, isOne: boolean) => (isOne ? `${count} row found` : `${count} rows found`),
  atMost: (count: string) => `At most ${count} characters`,
  charactersLeft: (count: string) => `${count} characters left`,
  between: (min: string, max: string) => `From ${min} to ${max}`,
  pickOne: 'Pick a row from the list, or clear the field.',
} as const;
