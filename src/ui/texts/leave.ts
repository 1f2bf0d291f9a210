import type { Environment } from '../../core/session.ts';
import { syncTexts } from './sync.ts';

type Widened<T> = { readonly [Name in keyof T]: T[Name] extends string ? string : T[Name] };

export type LeaveTexts = Widened<typeof syncTexts>;

/** Where nobody signed in there is no token to delete, and nobody to sign out. */
const closing = {
  account: 'Your environment',
  signedInAs: (_person: string, environment: string) => `${environment}, which asks nobody who they are`,
  signOut: 'Close the environment',
  signOutTitle: 'Close the environment?',
  signOutClean:
    'The outbox is empty. Your rows stay in a database on this device until you open the environment again.',
  signOutUnknown:
    'What is in the outbox is not known yet. All of it stays in a database on this device until you open the environment again.',
  signOutKept:
    'They stay in the database on this device and go when you open the environment again here. Until then nothing is sent.',
  signOutKeptBy: (parts: string) =>
    `They stay in the database on this device: ${parts}. Until you open the environment again nothing is sent.`,
  signOutGoing: (count: string, isOne: boolean) =>
    `${count} ${isOne ? 'goes' : 'go'} when you open the environment again here`,
  stay: 'Keep it open',
  signOutFailed: (words: string) => `Closing broke off: ${words}; try again.`,
} satisfies Partial<LeaveTexts>;

/** What is said about leaving an environment: by signing out, or where nobody signed in, by closing it. */
export function leaveTexts(environment: Pick<Environment, 'signIn'> | undefined): LeaveTexts {
  return environment?.signIn === 'none' ? { ...syncTexts, ...closing } : syncTexts;
}
