import type { Random } from '../platform.ts';
import type { Probe } from './probe.ts';

/** Writes a value with strict durability, reads it in another transaction and removes it. */
export type WriteAndRead = (value: string) => Promise<unknown>;

export function createIndexedDbProbe(writeAndRead: WriteAndRead | null, random: Random): Probe {
  return {
    capability: 'indexeddb',
    async run() {
      if (writeAndRead === null) return { result: 'no', code: 'absent', evidence: 'no indexedDB' };
      const written = random.uuid();
      const read = await writeAndRead(written);
      return read === written
        ? { result: 'yes', code: 'works', evidence: 'wrote (strict) and read back' }
        : { result: 'no', code: 'failed', evidence: `wrote ${written}, read ${String(read)}` };
    },
  };
}
