import type { LeftOutTable } from '../../core/table.ts';

/** Texts of what the service cannot do, as its answers showed it. */
export const serviceTexts = {
  title: 'What this service does not give',
  noVersions: (tables: string) =>
    `It gives rows no version (${tables}): Landfall reads a row before it writes it and compares, which protects as far as it can. A change that somebody else makes in the moment between the two is overwritten.`,
  readAgain: (tables: string) =>
    `It does not say what changed (${tables}): these tables are read in full each time, which costs time and data.`,
  noEpoch:
    'It does not say when it was restored from a backup: that goes unnoticed here, and changes that it lost by it are not offered again.',
  noBatches:
    'It takes one change per request: sending many takes longer. Rows that are to be deleted together, all or none, cannot be sent: such changes are parked.',
  noChangeSets: 'It does not take changes that are to be made together, all or none: such changes are parked.',
  noCreate: (tables: string) => `It makes the keys itself (${tables}): no rows can be created here.`,
  leftOut: (table: string, why: string) => `${table} is not kept on this device: ${why}.`,
  why: {
    'no key': 'its rows have no key',
    'several key columns': 'its key is made of several columns',
    'kind of key': 'its key is neither a number, text nor a GUID',
    'not readable': 'the service lets nobody read it as a list',
    'defined elsewhere': 'the service does not describe it in its own model',
    'not in the service': 'the offline profile names it, and the service does not offer it to you',
  } satisfies { readonly [why in LeftOutTable['why']]: string },
} as const;
