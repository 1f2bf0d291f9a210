import type { Change, ChangeId, Decision, Edit } from '../core/change.ts';
import type { CommitHints } from '../core/commit-hints.ts';
import type { DefinitionsKnown } from '../core/definitions-known.ts';
import type { Draft } from '../core/draft.ts';
import type { Notice } from '../core/notice.ts';
import type { RowAddress, RowKey } from '../core/row.ts';
import type { TableCheck } from '../core/self-check.ts';
import type { Session } from '../core/session.ts';
import type { LeftOutTable, TableDefinition } from '../core/table.ts';
import type { TableSettings } from '../core/table-settings.ts';
import type { Relation, ViewQuery } from '../core/view.ts';
import type { BrowserSeen } from '../core/wake.ts';
import { storeFacts } from './reading/store-facts.ts';
import { unseenSince } from './reading/unseen-since.ts';
import type { Database } from './records.ts';
import type {
  ChangeAnswer,
  CycleStamp,
  KeyListing,
  Landing,
  LandingPortion,
  ReadBeginning,
  Repair,
  Store,
  WakeBeginning,
  WakeEnding,
} from './store.ts';
import { commitAnswers } from './transactions/answers.ts';
import { commitCheck, commitRepair } from './transactions/check.ts';
import { commitDecision } from './transactions/decision.ts';
import { commitDefinitionsKnown, commitTables, dropTable } from './transactions/definitions.ts';
import { commitEdit, commitEdits } from './transactions/edit.ts';
import { commitImport } from './transactions/import.ts';
import { offerAgain } from './transactions/offer-again.ts';
import { beginRead, commitPull, type Landed } from './transactions/pull.ts';
import { commitMerge, commitSending } from './transactions/push.ts';
import { notBrought } from './transactions/read-end.ts';
import { beginReconcile, commitKeys } from './transactions/reconcile.ts';
import { beginWake, endWake, heartbeat } from './transactions/wake.ts';
import type { StoreViews } from './views/store-views.ts';

export interface StoreOptions {
  /** Name of the database: see core/session.ts. */
  readonly name: string;
  readonly hints: CommitHints;
  /** A random id nobody else has. */
  readonly newId: () => string;
  /** Written into each wake; not known if absent. */
  readonly seenIn?: BrowserSeen;
}

/** The store over any database of records. What happens in a transaction stands in transactions/. */
export class RecordStore implements Store {
  readonly name: string;
  readonly #database: Database;
  readonly #hints: CommitHints;
  readonly #newId: () => string;
  readonly #seenIn: BrowserSeen;
  readonly #views: StoreViews;
  readonly #listeners = new Set<() => void>();
  #isWatched = true;
  readonly #stopListening: () => void;

  constructor(database: Database, views: StoreViews, options: StoreOptions) {
    this.name = options.name;
    this.#database = database;
    this.#hints = options.hints;
    this.#newId = options.newId;
    this.#seenIn = options.seenIn ?? { browserMajor: null, install: 'unknown' };
    this.#views = views;
    this.#stopListening = options.hints.listen(() => this.#hear());
  }

  identity() {
    return this.#database.write(['identity'], async ({ identity }) => {
      const known = await identity.get();
      if (known) return known;
      const made = { storeId: this.#newId() };
      await identity.put(made);
      return made;
    });
  }

  close() {
    this.#stopListening();
    this.#hints.close();
    this.#listeners.clear();
    this.#views.close();
    this.#database.close();
  }

  reconnect() {
    return this.#database.reconnect();
  }

  openView(query: ViewQuery) {
    return this.#views.openView(query);
  }

  row(address: RowAddress) {
    return this.#views.row(address);
  }

  related(address: RowAddress, relation: Relation) {
    return this.#views.related(address, relation);
  }

  search(text: string, tables: readonly string[], limit: number) {
    return this.#views.search({ text, tables, limit });
  }

  facts() {
    return storeFacts(this.#database);
  }

  async baseRow(address: RowAddress) {
    return (await this.#database.read(['rows'], ({ rows }) => rows.get(address))) ?? null;
  }

  async baseRows(table: string, keys: readonly RowKey[]) {
    const addresses = keys.map((key) => ({ table, key }));
    const known = await this.#database.read(['rows'], ({ rows }) => rows.getMany(addresses));
    return known.map((row) => row ?? null);
  }

  baseKeys(table: string) {
    return this.#database.read(['rows'], ({ rows }) => rows.keys(table));
  }

  outbox() {
    return this.#database.read(['outbox'], ({ outbox }) => outbox.all());
  }

  deliveries() {
    return this.#database.read(['deliveries'], ({ deliveries }) => deliveries.all());
  }

  tables() {
    return this.#database.read(['tables'], ({ tables }) => tables.all());
  }

  async definitionsKnown() {
    return (await this.#database.read(['tables'], ({ tables }) => tables.known())) ?? null;
  }

  checkpoint(table: string) {
    return this.#database.read(['checkpoints', 'identity'], async ({ checkpoints, identity }) => {
      const found = await checkpoints.get(table);
      return found?.storeId === (await identity.get())?.storeId ? (found ?? null) : null;
    });
  }

  async lease() {
    return (await this.#database.read(['lease'], ({ lease }) => lease.get())) ?? null;
  }

  commitNumber() {
    return this.#database.read(['commitLog'], ({ commitLog }) => commitLog.newest());
  }

  setWatched(isWatched: boolean) {
    const wasWatched = this.#isWatched;
    this.#isWatched = isWatched;
    if (isWatched && !wasWatched) this.#hear();
  }

  onCommit(listener: () => void) {
    const own = () => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  commitEdit(edit: Edit) {
    return this.#committed(commitEdit(this.#database, edit));
  }

  commitEdits(edits: readonly Edit[]) {
    return this.#committed(commitEdits(this.#database, edits));
  }

  commitDecision(changeId: ChangeId, decision: Decision) {
    return this.#committed(commitDecision(this.#database, changeId, decision));
  }

  commitImport(changes: readonly Change[]) {
    return this.#committed(commitImport(this.#database, changes));
  }

  unseenSince() {
    return unseenSince(this.#database);
  }

  tableSettings() {
    return this.#database.read(['settings'], ({ settings }) => settings.all());
  }

  saveTableSettings(settings: TableSettings) {
    return this.#committed(this.#database.write(['settings'], (records) => records.settings.put(settings)));
  }

  addNotice(notice: Notice) {
    return this.#committed(this.#database.write(['notices'], ({ notices }) => notices.put(notice)));
  }

  dismissNotice(id: string) {
    return this.#committed(this.#database.write(['notices'], ({ notices }) => notices.remove(id)));
  }

  saveDraft(draft: Draft) {
    return this.#database.write(['drafts'], ({ drafts }) => drafts.put(draft));
  }

  async draft(address: RowAddress) {
    return (await this.#database.read(['drafts'], ({ drafts }) => drafts.get(address))) ?? null;
  }

  deleteDraft(address: RowAddress) {
    return this.#database.write(['drafts'], ({ drafts }) => drafts.remove(address));
  }

  async session() {
    return (await this.#database.read(['session'], ({ session }) => session.get())) ?? null;
  }

  saveSession(session: Session) {
    return this.#committed(this.#database.write(['session'], (records) => records.session.put(session)));
  }

  deleteSession() {
    return this.#database.write(['session'], ({ session }) => session.remove());
  }

  beginWake(beginning: WakeBeginning) {
    return this.#committed(beginWake(this.#database, beginning, this.#seenIn));
  }

  /** Not announced: it changes nothing that a screen shows. */
  heartbeat(stamp: CycleStamp) {
    return heartbeat(this.#database, stamp);
  }

  endWake(stamp: CycleStamp, ending: WakeEnding) {
    return this.#committed(endWake(this.#database, stamp, ending));
  }

  commitTables(stamp: CycleStamp, tables: readonly TableDefinition[], leftOut: readonly LeftOutTable[] = []) {
    return this.#committed(commitTables(this.#database, stamp, { tables, leftOut }));
  }

  commitDefinitionsKnown(stamp: CycleStamp, known: DefinitionsKnown) {
    return commitDefinitionsKnown(this.#database, stamp, known);
  }

  dropTable(stamp: CycleStamp, table: string) {
    return this.#committed(dropTable(this.#database, stamp, table));
  }

  beginRead(stamp: CycleStamp, beginning: ReadBeginning) {
    return this.#committed(beginRead(this.#database, stamp, beginning));
  }

  notBrought(table: string, keys: readonly RowKey[]) {
    return notBrought(this.#database, table, keys);
  }

  beginReconcile(stamp: CycleStamp, table: string) {
    return this.#committed(beginReconcile(this.#database, stamp, table));
  }

  commitKeys(stamp: CycleStamp, listing: KeyListing) {
    return this.#committed(commitKeys(this.#database, stamp, listing));
  }

  async commitPull(stamp: CycleStamp, portion: LandingPortion) {
    return this.#landed(portion.table, await commitPull(this.#database, stamp, portion));
  }

  commitCheck(stamp: CycleStamp, check: TableCheck) {
    return this.#committed(commitCheck(this.#database, stamp, check));
  }

  async commitRepair(stamp: CycleStamp, repair: Repair) {
    return this.#landed(repair.table, await commitRepair(this.#database, stamp, repair));
  }

  commitSending(stamp: CycleStamp, changeIds: readonly ChangeId[]) {
    return this.#committed(commitSending(this.#database, stamp, changeIds));
  }

  commitMerge(stamp: CycleStamp, merged: Change) {
    return this.#committed(commitMerge(this.#database, stamp, merged));
  }

  commitAnswers(stamp: CycleStamp, answers: readonly ChangeAnswer[]) {
    return this.#committed(commitAnswers(this.#database, stamp, answers));
  }

  async commitOffers(stamp: CycleStamp) {
    const offered = await offerAgain(this.#database, stamp);
    if (offered > 0) this.#tell();
    return offered;
  }

  #landed(table: string, { landing, number, rows }: Landed): Promise<Landing> {
    if (number !== null && this.#isWatched) this.#views.landed({ number, table, rows });
    return this.#committed(Promise.resolve(landing));
  }

  async #committed<T>(commit: Promise<T>): Promise<T> {
    const result = await commit;
    this.#tell();
    return result;
  }

  #tell() {
    this.#hints.send();
    this.#hear();
  }

  #hear() {
    if (!this.#isWatched) return;
    this.#views.hint();
    // Apart from each other and from the commit, so that a listener that throws breaks neither.
    for (const listener of this.#listeners) queueMicrotask(listener);
  }
}
