import { describe, expect, it, vi } from 'vitest';
import type { RowKey } from '../../src/core/row.ts';
import type { SeenRow, ViewQuery } from '../../src/core/view.ts';
import type { DataCall, DataCalls, DataEvent, DataLine } from '../../src/messages/data-calls.ts';
import { RowWindow } from '../../src/ui/view-model/row-window.ts';
import { windowRange } from '../../src/ui/view-model/window-range.ts';

const query = (search = ''): ViewQuery => ({ table: 't', sortColumn: 'n', direction: 'ascending', search });
const seen = (key: number): SeenRow => ({ key: `${key}` as RowKey, values: {}, mark: 'none', lookupNames: {} });

/** A view over numbers; views open when they are let. */
class Line implements DataLine {
  keys: readonly number[] = Array.from({ length: 100 }, (_, n) => n * 10);
  readonly closed: number[] = [];
  readonly held: (() => void)[] = [];
  isHolding = false;
  #listener: (event: DataEvent) => void = () => {};
  #views = 0;

  onEvent(listener: (event: DataEvent) => void): () => void {
    this.#listener = listener;
    return () => {};
  }
  async call<Call extends DataCall>(call: Call, input: DataCalls[Call]['in']): Promise<DataCalls[Call]['out']> {
    return (await this.#answer(call, input)) as DataCalls[Call]['out'];
  }
  change(keys: readonly number[], viewId: number): void {
    this.keys = keys;
    this.#listener({ kind: 'view changed', viewId, total: keys.length });
  }
  async #answer(call: DataCall, input: unknown): Promise<unknown> {
    if (call === 'close view') this.closed.push((input as { viewId: number }).viewId);
    if (call === 'window') {
      const { from, count } = input as DataCalls['window']['in'];
      return { total: this.keys.length, rows: this.keys.slice(from, from + count).map(seen) };
    }
    if (call !== 'open view') return null;
    this.#views += 1;
    const viewId = this.#views;
    if (this.isHolding) await new Promise<void>((resolve) => this.held.push(resolve));
    return { viewId, total: this.keys.length };
  }
}

describe('a window over rows', () => {
  it('stays with the first visible row while rows arrive above it', async () => {
    vi.useFakeTimers();
    const line = new Line();
    const rows = new RowWindow(line);
    await rows.show(query());
    rows.lookAt({ from: 20, count: 20 }, 26);
    await vi.advanceTimersByTimeAsync(10);
    const arrived = Array.from({ length: 500 }, (_, n) => n - 1000);
    line.change([...arrived, ...line.keys], 1);
    await vi.advanceTimersByTimeAsync(1000);
    const shown = rows.shown.value;
    expect(shown?.shiftRows).toBe(500);
    expect(shown?.rows[526 - shown.from]?.key).toBe('260');
    vi.useRealTimers();
  });

  it('lets a query that was not answered yet go when another is asked', async () => {
    const line = new Line();
    const rows = new RowWindow(line);
    line.isHolding = true;
    const first = rows.show(query('a'));
    const second = rows.show(query('ab'));
    for (const answer of line.held) answer();
    await Promise.all([first, second]);
    expect(line.closed).toEqual([1]);
    expect(rows.shown.value?.opening).toBe(2);
  });

  it('closes its view when it stops', async () => {
    const line = new Line();
    const rows = new RowWindow(line);
    await rows.show(query());
    rows.stop();
    expect(line.closed).toEqual([1]);
  });
});

it('the range of a window stays within the rows', () => {
  const range = (scrollPx: number, total: number) =>
    windowRange({ scrollPx, heightPx: 440, rowPx: 44, total, overscan: 6 });
  expect(range(0, 1000)).toEqual({ from: 0, count: 17 });
  expect(range(44 * 500, 1000)).toEqual({ from: 494, count: 23 });
  expect(range(44 * 5000, 1000).from + range(44 * 5000, 1000).count).toBeLessThanOrEqual(1000);
  expect(range(0, 3)).toEqual({ from: 0, count: 3 });
  expect(range(0, 0)).toEqual({ from: 0, count: 0 });
});
