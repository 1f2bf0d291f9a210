/**
 * A sum over the last `windowMs`, kept in slots: the memory is the same however much happens. A slot counts until all of
 * it is older than the window, so that no window ever holds more than the sum says.
 */
export type SlidingWindow = {
  readonly add: (amount: number, nowMs: number) => void;
  readonly total: (nowMs: number) => number;
  /** When the sum is below `limit` if nothing more is added; `nowMs` if it is already. */
  readonly belowAtMs: (limit: number, nowMs: number) => number;
};

const slotsPerWindow = 60;

type Slot = { readonly number: number; sum: number };

export function createSlidingWindow(windowMs: number): SlidingWindow {
  const slotMs = Math.max(1, windowMs / slotsPerWindow);
  let slots: Slot[] = [];

  /** Oldest first. A clock that was set back finds its slots in the future: they count until it has caught up. */
  const live = (nowMs: number): readonly Slot[] => {
    const oldest = Math.floor(nowMs / slotMs) - slotsPerWindow;
    const isPast = slots[0] !== undefined && slots[0].number < oldest;
    if (isPast) slots = slots.filter(({ number }) => number >= oldest);
    return slots;
  };

  return {
    add(amount, nowMs) {
      const last = live(nowMs).at(-1);
      const number = Math.floor(nowMs / slotMs);
      if (last !== undefined && last.number >= number) last.sum += amount;
      else slots.push({ number, sum: amount });
    },
    total: (nowMs) => live(nowMs).reduce((sum, slot) => sum + slot.sum, 0),
    belowAtMs(limit, nowMs) {
      const all = live(nowMs);
      let sum = all.reduce((total, slot) => total + slot.sum, 0);
      if (sum < limit) return nowMs;
      for (const slot of all) {
        sum -= slot.sum;
        if (sum < limit) return Math.ceil((slot.number + 1 + slotsPerWindow) * slotMs);
      }
      return Math.ceil(nowMs + windowMs);
    },
  };
}
