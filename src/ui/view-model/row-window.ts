import { signal } from '@preact/signals';
import type { SeenRow, ViewQuery } from '../../core/view.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { findShift } from './find-shift.ts';
import type { WindowRange } from './window-range.ts';

/** What a list shows now. `shiftRows`: how far the first visible row moved, so that the list can stay with it. */
export interface ShownRows {
  readonly total: number;
  readonly from: number;
  readonly rows: readonly SeenRow[];
  readonly shiftRows: number;
  /** Grows with each new query: a list that shows another one starts at its top. */
  readonly opening: number;
}

interface OpenView {
  readonly viewId: number;
  readonly opening: number;
  total: number;
}

/** Least time between two looks at rows that keep arriving. */
const restMs = 250;

/**
 * A window over the rows of one view in the data worker. One question is under way at a time; what is asked meanwhile
 * waits, and only the newest of it is asked. A new query replaces the one before, even if that was not answered yet.
 */
export class RowWindow {
  readonly shown = signal<ShownRows | null>(null);
  readonly hasFailed = signal(false);
  readonly #line: DataLine;
  readonly #stopListening: () => void;
  #openings = 0;
  #view: OpenView | null = null;
  #range: WindowRange = { from: 0, count: 60 };
  #firstVisible = 0;
  #isBusy = false;
  #isStale = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(line: DataLine) {
    this.#line = line;
    this.#stopListening = line.onEvent((event) => {
      if (event.kind === 'view changed' && event.viewId === this.#view?.viewId) this.#lookSoon();
    });
  }

  /** Shows another query from its top. */
  async show(query: ViewQuery): Promise<void> {
    this.#openings += 1;
    const opening = this.#openings;
    try {
      const { viewId, total } = await this.#line.call('open view', query);
      if (opening !== this.#openings) return this.#close(viewId);
      const before = this.#view;
      this.#view = { viewId, opening, total };
      if (before !== null) this.#close(before.viewId);
      this.#firstVisible = 0;
      this.#range = { from: 0, count: Math.max(60, this.#range.count) };
      await this.#look();
    } catch {
      if (opening === this.#openings) this.hasFailed.value = true;
    }
  }

  /** The person scrolled: `range` is to be rendered, `firstVisible` is the row that must not move under their eyes. */
  lookAt(range: WindowRange, firstVisible: number): void {
    this.#firstVisible = firstVisible;
    const shown = this.shown.value;
    this.#range = range;
    const isCovered =
      shown !== null &&
      shown.from <= range.from &&
      shown.from + shown.rows.length >= Math.min(range.from + range.count, shown.total);
    if (!isCovered) void this.#look();
  }

  stop(): void {
    this.#openings += 1;
    clearTimeout(this.#timer);
    this.#stopListening();
    if (this.#view !== null) this.#close(this.#view.viewId);
    this.#view = null;
  }

  #close(viewId: number): void {
    this.#line.call('close view', { viewId }).catch(() => {
      // The worker is gone, and the view with it.
    });
  }

  #lookSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#look();
    }, restMs);
  }

  async #look(): Promise<void> {
    this.#isStale = true;
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        await this.#readOnce();
      }
      this.hasFailed.value = false;
    } catch {
      this.hasFailed.value = this.#view !== null;
    } finally {
      this.#isBusy = false;
    }
  }

  async #readOnce(): Promise<void> {
    const view = this.#view;
    if (view === null) return;
    const range = this.#range;
    const margin = range.count;
    const from = Math.max(0, range.from - margin);
    const answer = await this.#line.call('window', { viewId: view.viewId, from, count: range.count + 2 * margin });
    if (this.#view !== view) return;
    const before = this.shown.value;
    const isSameView = before !== null && before.opening === view.opening;
    const shiftRows =
      isSameView && this.#firstVisible > 0
        ? await findShift({
            line: this.#line,
            viewId: view.viewId,
            before,
            now: { ...answer, from },
            index: this.#firstVisible,
          })
        : 0;
    if (this.#view !== view) return;
    view.total = answer.total;
    if (shiftRows === 0) {
      this.shown.value = { total: answer.total, from, rows: answer.rows, shiftRows, opening: view.opening };
      return;
    }
    const moved = Math.max(0, from + shiftRows);
    const there = await this.#line.call('window', {
      viewId: view.viewId,
      from: moved,
      count: range.count + 2 * margin,
    });
    if (this.#view !== view) return;
    this.#firstVisible += shiftRows;
    this.#range = { from: Math.max(0, range.from + shiftRows), count: range.count };
    this.shown.value = { total: there.total, from: moved, rows: there.rows, shiftRows, opening: view.opening };
  }
}
