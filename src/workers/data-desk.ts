import { writeEscrow } from '../core/escrow-file.ts';
import { storeTroubleOf } from '../core/trouble.ts';
import type { DataCall, DataCalls, OpenDatabase } from '../messages/data-calls.ts';
import type { AnswerEnvelope, CallEnvelope } from '../messages/data-envelope.ts';
import type { Clock } from '../platform/platform.ts';
import type { Unsent } from '../storage/dexie/read-unsent.ts';
import type { Directory } from '../storage/directory.ts';
import type { CallsOfOpenDatabase, DataSession } from './data-session.ts';

type CallsOfDirectory = Exclude<DataCall, CallsOfOpenDatabase>;

/** Takes the page's calls: those about this device from the directory, the rest from the database that is open. */
export class DataDesk {
  readonly #directory: Directory;
  readonly #clock: Clock;
  readonly #readUnsent: (database: string) => Promise<Unsent | null>;
  readonly #openSession: (opening: OpenDatabase) => Promise<DataSession>;
  #session: Promise<DataSession> | null = null;

  constructor(parts: {
    readonly directory: Directory;
    readonly clock: Clock;
    /** See storage/dexie/read-unsent.ts. */
    readonly readUnsent: (database: string) => Promise<Unsent | null>;
    readonly openSession: (opening: OpenDatabase) => Promise<DataSession>;
  }) {
    this.#directory = parts.directory;
    this.#clock = parts.clock;
    this.#readUnsent = parts.readUnsent;
    this.#openSession = parts.openSession;
  }

  /** Never rejects: what goes wrong is the answer. */
  async answer(envelope: CallEnvelope): Promise<AnswerEnvelope> {
    try {
      return { answers: envelope.id, output: await this.#outputOf(envelope) };
    } catch (error) {
      return { answers: envelope.id, failure: failureOf(error) };
    }
  }

  async #outputOf({ call, input }: CallEnvelope): Promise<unknown> {
    if (call in this.#ofDirectory) return await this.#ofDirectory[call as CallsOfDirectory](input as never);
    if (this.#session === null) throw new Error('nobody is signed in');
    const session = await this.#session;
    const output = await session.answer(call as CallsOfOpenDatabase, input as never);
    if (call === 'sign out') await this.#close();
    return output;
  }

  readonly #ofDirectory: {
    readonly [Call in CallsOfDirectory]: (input: DataCalls[Call]['in']) => Promise<DataCalls[Call]['out']>;
  } = {
    remembered: async () => {
      const directory = this.#directory;
      return { account: await directory.current(), environments: await directory.environments() };
    },
    'remember environments': async (environments) => {
      await this.#directory.saveEnvironments(environments);
      return null;
    },
    'rescue escrow': async () => {
      const account = await this.#directory.current();
      const unsent = account && (await this.#readUnsent(account.database));
      if (!unsent) return null;
      return { ...writeEscrow({ account, ...unsent, now: this.#clock.now() }), unreadable: unsent.unreadable };
    },
    open: async (opening) => {
      await this.#closeSession();
      const opened = this.#openAndRemember(opening);
      this.#session = opened;
      try {
        await opened;
      } catch (error) {
        // The next try starts afresh.
        if (this.#session === opened) this.#session = null;
        throw error;
      }
      return null;
    },
  };

  async #openAndRemember(opening: OpenDatabase): Promise<DataSession> {
    await this.#remember(opening);
    const session = await this.#openSession(opening);
    await session.begin(opening);
    return session;
  }

  /** A full disk takes no note; who is noted already can read and see what waits all the same. */
  async #remember({ seenIn, account }: OpenDatabase): Promise<void> {
    const directory = this.#directory;
    try {
      await directory.saveSeenIn(seenIn);
      await directory.saveAccount(account);
      await directory.setCurrent(account.database);
    } catch (error) {
      const isNoted = (await directory.current())?.database === account.database;
      if (!isNoted || storeTroubleOf(error) !== 'quota exceeded') throw error;
    }
  }

  async #closeSession(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await (await session?.catch(() => null))?.close();
  }

  async #close(): Promise<void> {
    await this.#closeSession();
    await this.#directory.setCurrent(null);
  }
}

function failureOf(error: unknown): { kind: string; message: string } {
  const kind = error instanceof Error && 'kind' in error ? String(error.kind) : 'broken';
  return { kind, message: error instanceof Error ? error.message : String(error) };
}
