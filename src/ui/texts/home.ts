import type { TableProgress } from '../view-model/table-progress.ts';

/** Texts of the home screen and the first load. */
export const homeTexts = {
  title: 'Your tables',
  titleLoading: 'Loading your tables onto this device',
  overall: (rows: string, expected: string) => `${rows} of ${expected} rows`,
  overallUnknown: (rows: string) => `${rows} rows so far`,
  tablesWhole: (whole: string, all: string) => `${whole} of ${all} tables are here`,
  meanwhile: 'You can open the lists and work in them meanwhile; rows appear as they arrive.',
  noTables: 'No tables are on this device yet.',
  noTablesAsking: 'The service is asked which tables you may read…',
  noTablesWaiting: (reason: string) => `No tables are on this device yet. ${reason}`,
  noTablesOffline: 'No tables are on this device yet, and there is no network. They are read when it is back.',
  noTablesSignedOut: 'No tables are on this device yet. They are read when you have signed in again.',
  overallLabel: 'First load',
  stage: {
    'not begun': 'Not begun',
    loading: 'Loading',
    'reading again': 'Reading again',
    whole: 'All rows here',
  } satisfies { readonly [stage in TableProgress['stage']]: string },
  /** The same where no cycle runs. */
  restingStage: {
    'not begun': 'Not begun',
    loading: 'Not all rows here',
    'reading again': 'Reading again, not finished',
    whole: 'All rows here',
  } satisfies { readonly [stage in TableProgress['stage']]: string },
  rows: (rows: string, isOne: boolean) => (isOne ? `${rows} row` : `${rows} rows`),
  rowsOf: (rows: string, expected: string) => `${rows} of ${expected} rows`,
  asOf: (time: string) => `Up to date as of ${time}`,
  notWhole: 'Not all rows are here yet.',
  bannerTitle: (percent: string) => `Still loading: ${percent}.`,
  bannerTitleUnknown: 'Still loading.',
  bannerTitlePaused: (percent: string) => `Not all rows are here yet: ${percent}.`,
  bannerMore: 'What is not here yet cannot be found here.',
  bannerLink: 'Show progress',
  progressOf: (table: string) => `Rows of ${table} on this device`,
} as const;
