import { gunzipSync, gzipSync } from 'node:zlib';
import type { CommandFile } from '../../../server/admin/command.ts';
import type { BackupSource } from '../../../server/backup/read-backup.ts';

export type MemoryFile = CommandFile & {
  readonly source: BackupSource;
  readonly bytes: () => Buffer;
  readonly lines: () => readonly string[];
};

export function memoryFile(): MemoryFile {
  const chunks: Uint8Array[] = [];
  const bytes = (): Buffer => Buffer.concat(chunks);
  return {
    bytes,
    source: () => sourceOf(bytes())(),
    lines: () => gunzipSync(bytes()).toString().trimEnd().split('\n'),
    write: async (chunk) => void chunks.push(chunk),
    finish: async () => {},
    discard: async () => {},
  };
}

/** In pieces that fall anywhere. */
export function sourceOf(bytes: Buffer, size = 997): BackupSource {
  return async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
}

export function sourceOfLines(lines: readonly string[]): BackupSource {
  return sourceOf(gzipSync(`${lines.join('\n')}\n`));
}
