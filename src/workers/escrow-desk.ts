import { type WrittenEscrow, writeEscrow } from '../core/escrow-file.ts';
import { type EscrowProblem, type EscrowReading, previewOf, problemOfOwner } from '../core/escrow-import.ts';
import type { Account } from '../core/session.ts';
import type { ImportOutcome } from '../messages/data-calls.ts';
import { type ParsedEscrow, parseEscrow } from '../messages/parse-escrow.ts';
import type { Clock } from '../platform/platform.ts';
import type { Store } from '../storage/store.ts';

/** Unsent changes as a file, out of and into one person's database. */
export class EscrowDesk {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #account: Account;

  constructor(parts: { readonly store: Store; readonly clock: Clock; readonly account: Account }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#account = parts.account;
  }

  async write(): Promise<WrittenEscrow> {
    const { storeId } = await this.#store.identity();
    const [outbox, tables] = await Promise.all([this.#store.outbox(), this.#store.tables()]);
    return writeEscrow({ account: this.#account, storeId, outbox, tables, now: this.#clock.now() });
  }

  async read(text: string): Promise<EscrowReading> {
    const parsed = this.#parse(text);
    if (!parsed.ok) return { kind: 'refused', problem: parsed.problem };
    const { storeId } = await this.#store.identity();
    const [outbox, deliveries] = await Promise.all([this.#store.outbox(), this.#store.deliveries()]);
    const ids = (all: readonly { readonly id: string }[]) => new Set(all.map(({ id }) => id));
    const here = { storeId, inOutbox: ids(outbox), delivered: ids(deliveries) };
    return { kind: 'readable', preview: previewOf(parsed.file, here) };
  }

  async import(text: string): Promise<ImportOutcome> {
    const parsed = this.#parse(text);
    if (!parsed.ok) return { kind: 'refused', problem: parsed.problem };
    return { kind: 'imported', ...(await this.#store.commitImport(parsed.file.changes)) };
  }

  #parse(text: string): ParsedEscrow {
    const parsed = parseEscrow(text);
    const problem: EscrowProblem | null = parsed.ok ? problemOfOwner(parsed.file, this.#account) : null;
    return problem === null ? parsed : { ok: false, problem };
  }
}
