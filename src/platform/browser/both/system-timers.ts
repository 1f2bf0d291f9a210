import type { Timers } from '../../platform.ts';

/** A longer delay overflows a signed 32-bit number and would fire at once (HTML, timers). */
const longestDelayMs = 2_147_483_647;

export const systemTimers: Timers = {
  after(delayMs, callback) {
    const id = setTimeout(callback, Math.min(delayMs, longestDelayMs));
    return () => clearTimeout(id);
  },
};
