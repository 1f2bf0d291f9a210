import { fsyncSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type Init = NodeFS['init'];
type Wasm = { NODEFS: { stream_ops?: { fsync?: (stream: { nfd: number }) => number } } };

/**
 * PGlite's file system has no fsync at all, so a commit would not outlive a power cut (docs/facts/odata.md §4.3.2).
 * This gives it one; it must be opened without -F and with wal_sync_method=fsync, or it is never called. The order of
 * directory entries is still not guaranteed: mitigated, not proven.
 */
export class DurableNodeFs extends NodeFS {
  override async init(...args: Parameters<Init>): ReturnType<Init> {
    const { emscriptenOpts } = await super.init(...args);
    const addFsync = (wasm: Wasm): void => {
      if (wasm.NODEFS.stream_ops === undefined) return;
      wasm.NODEFS.stream_ops.fsync = (stream) => {
        fsyncSync(stream.nfd);
        return 0;
      };
    };
    const preRun = [...(emscriptenOpts.preRun ?? []), addFsync as (wasm: unknown) => void];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }
}
