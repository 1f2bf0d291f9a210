import type { Doorbell, Ring } from '../../src/platform/platform.ts';

/** A doorbell with levers. */
export interface FakeDoorbell extends Doorbell {
  /** What ringing answers from now on. */
  answer(ring: Ring): void;
  /** Times it was rung, whatever the answer. */
  rings(): number;
  /** The browser fires the `sync` event, or gives up: nothing is scheduled any more. */
  clear(): void;
}

export function createFakeDoorbell(first: Ring = 'registered'): FakeDoorbell {
  let ring = first;
  let rings = 0;
  let isRung = false;
  return {
    async ring() {
      rings += 1;
      // Refused while a wake is scheduled: the earlier registration stays.
      if (ring === 'registered') isRung = true;
      return ring;
    },
    isRung: async () => isRung,
    answer(next) {
      ring = next;
    },
    rings: () => rings,
    clear() {
      isRung = false;
    },
  };
}
