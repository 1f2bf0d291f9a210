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
  hitsOf: (label: string) => `Rows found for ${label}`,
  noHits: 'No row with that name on this device.',
  hits: (count: string, isOne: boolean) => (isOne ? `${count} row found` : `${count} rows found`),
  atMost: (count: string) => `At most ${count} characters`,
  charactersLeft: (count: string) => `${count} characters left`,
  between: (min: string, max: string) => `From ${min} to ${max}`,
} as const;
