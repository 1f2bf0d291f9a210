/** What is wrong with what was typed. */
export const problemTexts = {
  tooLong: (label: string, most: string) => `${label} can have at most ${most} characters.`,
  notANumber: (label: string, example: string) => `Enter ${label} as a number, such as ${example}.`,
  notWhole: (label: string) => `${label} must be a whole number.`,
  tooFine: (label: string, digits: string) => `${label} can have at most ${digits} digits after the decimal mark.`,
  tooSmall: (label: string, least: string) => `${label} must be at least ${least}.`,
  tooLarge: (label: string, most: string) => `${label} must be at most ${most}.`,
  notADate: (label: string) => `Enter ${label} as a date.`,
} as const;
