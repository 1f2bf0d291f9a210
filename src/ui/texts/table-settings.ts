import type { ConflictPolicy } from '../../core/table-settings.ts';

/** Texts of what a person chooses for each table. */
export const tableSettingsTexts = {
  title: 'How each table is kept',
  more: 'This holds for this device and your sign-in alone.',
  table: 'Table',
  conflicts: 'When both sides changed the same column',
  conflictsOf: (table: string) => `When both sides changed the same column: ${table}`,
  policies: {
    ask: 'Ask me',
    mine: 'Mine goes over theirs',
    theirs: 'Theirs stays',
  } satisfies { readonly [policy in ConflictPolicy]: string },
  policyMore: {
    ask: 'Your change waits in the outbox until you decide. The same where one side deleted the row.',
    mine: 'What someone else wrote in that column is overwritten without asking you. A row that they deleted is made again, one that you deleted goes.',
    theirs:
      'What you wrote in that column is given up without asking you. A row that they deleted is gone, one that you deleted stays if they changed it.',
  } satisfies { readonly [policy in ConflictPolicy]: string },
  policyAlways:
    'Columns that only one side changed are merged, whatever you choose. The log says what became of each change.',
  interval: 'Look for news',
  intervalOf: (table: string) => `Look for news: ${table}`,
  default: 'As the app does',
  every: (interval: string) => `Every ${interval}`,
  intervalMore:
    'A longer pause spares battery and network; the rows may be older. Sync now, and opening the app, look at once.',
  failed: 'This device could not keep that. Nothing was changed.',
} as const;
