import { type Signal, signal } from '@preact/signals';
import { readEnvironments } from '../auth/environments.ts';
import { anyone, signIn } from '../auth/sign-in.ts';
import type { SyncState } from '../core/facts.ts';
import { type Account, databaseName, type Environment, type Session } from '../core/session.ts';
import type { DataLine, EngineSettings } from '../messages/data-calls.ts';
import { readPlatform } from '../platform/browser/page/read-platform.ts';
import type { SignInOutcome } from '../ui/services.ts';
import { notOpenedText } from './not-opened.ts';

/** Time the person waits at most for an answer to a sign-in, or for the list of environments. */
const patienceMs = 30_000;

const settings: EngineSettings = { portionRows: 1_000, intervalMs: 5 * 60_000 };

/** Who is signed in on this page: opens and closes that person's database over the line to the data worker. */
export class SessionDesk {
  readonly account: Signal<Account | null> = signal(null);
  readonly isOpening: Signal<boolean> = signal(true);
  readonly environments: Signal<readonly Environment[]> = signal([]);
  readonly state: Signal<SyncState | null> = signal(null);
  readonly #line: DataLine;
  readonly #locale: string;
  readonly #onAccountChanged: () => void;
  readonly #onOpened: (database: string) => void;

  constructor(
    line: DataLine,
    locale: string,
    on: {
      /** Somebody else is signed in from now on, or nobody. */
      readonly accountChanged: () => void;
      readonly opened: (database: string) => void;
    },
  ) {
    this.#line = line;
    this.#locale = locale;
    this.#onAccountChanged = on.accountChanged;
    this.#onOpened = on.opened;
    line.onEvent((event) => {
      if (event.kind === 'state changed') this.state.value = event.state;
    });
  }

  /** Opens what was open last time, without a network; then asks which environments there are now. */
  async begin(): Promise<void> {
    const remembered = await this.#line.call('remembered', null);
    this.environments.value = remembered.environments;
    if (remembered.account !== null) {
      await this.#open(remembered.account, null);
      this.isOpening.value = false;
    }
    const read = await readEnvironments(location.origin, pageFetch, AbortSignal.timeout(patienceMs)).catch(() => null);
    this.isOpening.value = false;
    // Not reached, or not readable: the ones known from last time serve.
    if (read?.ok !== true) return;
    this.environments.value = read.environments;
    // Not noted, for want of space: they are asked for again next time.
    await this.#line.call('remember environments', read.environments).catch(() => null);
  }

  async signIn(environment: Environment, name: string, password: string): Promise<SignInOutcome> {
    const result =
      environment.signIn === 'none'
        ? anyone
        : await signIn(environment, { name, password }, pageFetch, AbortSignal.timeout(patienceMs)).catch(() => null);
    if (result === null) return { ok: false, problem: `${environment.name} did not answer. Try again in a while.` };
    if (result.kind !== 'signed in') return { ok: false, problem: result.sentence };
    const { person, session } = result;
    const database = databaseName(environment.id, person.id);
    const before = this.account.peek();
    if (before?.database === database) {
      await this.#line.call('renew session', session);
      return { ok: true };
    }
    // Leaving is their own decision: signing out names what is unsent.
    if (before !== null)
      return { ok: false, problem: `${before.person.name} is signed in here and has to sign out first.` };
    try {
      await this.#open({ database, environment, person }, session);
    } catch (error) {
      return { ok: false, problem: `You are signed in. ${notOpenedText(error)}` };
    }
    this.#onAccountChanged();
    return { ok: true };
  }

  async signOut(): Promise<void> {
    await this.#line.call('sign out', null);
    this.account.value = null;
    this.state.value = null;
    this.#onAccountChanged();
  }

  async #open(account: Account, session: Session | null): Promise<void> {
    this.state.value = null;
    const { browserMajor, install } = readPlatform();
    await this.#line.call('open', {
      account,
      session,
      locale: this.#locale,
      settings,
      seenIn: { browserMajor, install },
    });
    this.account.value = account;
    this.#onOpened(account.database);
  }
}

const pageFetch: typeof fetch = (url, init) => fetch(url, init);
