import type { CheckProgress, Difference } from '../../core/self-check.ts';

type Doing = Extract<CheckProgress, { readonly kind: 'running' }>['doing'];

/** Texts of comparing this device with the service. */
export const selfCheckTexts = {
  title: 'Check this device',
  about:
    'Every row on this device is compared with the service. First everything is sent and received as usual, then all rows are read there once more, which can take a while and uses the network. Nothing is repaired before you say so.',
  check: 'Check this device against the service',
  again: 'Check again',
  stop: 'Stop',
  doing: {
    'bringing up to date': 'First everything is sent and brought up to date.',
    comparing: 'Comparing',
    'looking again': 'Looking again at what differs in',
    repairing: 'Repairing',
  } satisfies { readonly [doing in Doing]: string },
  at: (doing: string, table: string, place: string, all: string) => `${doing} ${table} (table ${place} of ${all}).`,
  rows: (count: string, isOne: boolean) => `${count} ${isOne ? 'row' : 'rows'} of it compared so far.`,
  progress: 'Tables compared',
  ended: (problem: string) =>
    `The check ended before its time: ${problem} What had been compared by then stands below.`,
  failed: 'This device could not do that. Nothing was changed.',
  compared: (count: string, isOne: boolean, time: string) => `compared ${count} ${isOne ? 'row' : 'rows'} at ${time}`,
  same: 'no difference',
  kinds: {
    missing: (count: string) => `${count} missing here`,
    excess: (count: string) => `${count} no longer at the service`,
    different: (count: string) => `${count} not as at the service`,
  } satisfies { readonly [kind in Difference]: (count: string) => string },
  kindOf: {
    missing: 'missing here',
    excess: 'no longer at the service',
    different: 'not as at the service',
  } satisfies { readonly [kind in Difference]: string },
  repaired: (found: string) => `${found}; repaired since`,
  notCompared: (problem: string) => `not compared: ${problem}`,
  which: (count: string, isOne: boolean) => (isOne ? 'Which row' : `Which ${count} rows`),
  more: (count: string) => `and ${count} more`,
  line: (name: string, kind: string) => `${name}: ${kind}`,
  repair: (count: string, isOne: boolean) => (isOne ? 'Repair 1 row' : `Repair ${count} rows`),
  repairHint:
    'These rows are read once more and put in place here. Your unsent changes and drafts are not touched. In a table for which the service does not say what changed, a row that somebody changed during the check may be among them.',
} as const;
