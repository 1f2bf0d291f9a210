import type { ReadonlySignal } from '@preact/signals';
import type { SyncState } from '../core/facts.ts';
import type { Account, Environment } from '../core/session.ts';
import type { Trouble } from '../core/trouble.ts';
import type { DataLine, RescuedEscrow } from '../messages/data-calls.ts';
import type { Expectation } from '../platform/expectation.ts';

/** What became of a sign-in; `problem` is a plain sentence for the person. */
export type SignInOutcome = { readonly ok: true } | { readonly ok: false; readonly problem: string };

/** How a file came to the person: see platform/browser/page/save-file.ts. */
export type SavedFile = 'shared' | 'downloaded' | 'cancelled';

export type ServiceWorkerState =
  /** The app is page-only; `reason` is a plain sentence. */
  | { readonly kind: 'absent'; readonly reason: string }
  | { readonly kind: 'starting' }
  | { readonly kind: 'active' }
  /** It is of an older build than what used the databases of this device, and leaves them alone. */
  | { readonly kind: 'too old' }
  /** A new build is installed and waits for the person's consent. */
  | { readonly kind: 'update waiting' };

/** Everything the screens are given by the composition root. */
export interface AppServices {
  readonly environments: ReadonlySignal<readonly Environment[]>;
  /** True until it is known who is signed in on this device: neither their screens nor the sign-in screen yet. */
  readonly isOpening: ReadonlySignal<boolean>;
  /** Who is signed in; null shows the sign-in screen. */
  readonly account: ReadonlySignal<Account | null>;
  /** The line to the data worker of `account`; null while nobody is signed in. */
  readonly line: ReadonlySignal<DataLine | null>;
  /** Null until the data worker first spoke. */
  readonly state: ReadonlySignal<SyncState | null>;
  /** False only where the browser is sure: `navigator.onLine`. */
  readonly isOnline: ReadonlySignal<boolean>;
  /** What will happen on this device now and if the person leaves; null until probed. */
  readonly expectation: ReadonlySignal<Expectation | null>;
  readonly serviceWorker: ReadonlySignal<ServiceWorkerState>;
  /** Something that stops the app as a whole: the data worker broke, the database cannot be opened. Plain words, with what to do. */
  readonly breakdown: ReadonlySignal<string | null>;
  /** What keeps this device from working as it should; empty if nothing does. */
  readonly troubles: ReadonlySignal<readonly Trouble[]>;
  /** Milliseconds since 1970, ticking about every half minute, for "as of" texts. */
  readonly now: ReadonlySignal<number>;
  /** BCP 47 tag of the person's language. */
  readonly locale: string;
  newId(): string;
  signIn(environment: Environment, name: string, password: string): Promise<SignInOutcome>;
  /** Forgets the token and shows the sign-in screen; the database and its unsent work stay. */
  signOut(): Promise<void>;
  /** Hands a file to the person: by the share sheet or as a download. To be called in answer to a click. */
  saveFile(file: { readonly name: string; readonly text: string }): Promise<SavedFile>;
  /** The unsent changes in the database of who is remembered, where the app cannot use it; null if there is none. */
  rescueUnsent(): Promise<RescuedEscrow | null>;
  acceptUpdate(): void;
  /** Loads this page anew; what is half-filled is kept as drafts first, as far as the database takes it. */
  reload(): void;
}
