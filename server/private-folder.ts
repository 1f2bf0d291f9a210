import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';

const othersBits = 0o077;
const stickyBit = 0o1000;

type PrivacyParts = {
  readonly warn: (line: string) => void;
  readonly setMode?: (path: string, mode: number) => void;
};

function modeOf(path: string): number | null {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode;
  return mode === undefined ? null : mode & 0o7777;
}

function close(path: string, setMode: (path: string, mode: number) => void): string | null {
  try {
    setMode(path, 0o700);
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

/**
 * Hashes of passwords and the key that sessions are signed with lie in files that PGlite makes with mode 666, whatever
 * the umask: only the folders around them keep other users of the machine out. For the holder of the folder's lock.
 * Windows has no modes: a folder has there the rights of the one that it is in.
 */
export function keepPrivate(dataFolder: string, { warn, setMode = chmodSync }: PrivacyParts): void {
  if (process.platform === 'win32') return;
  for (const path of [dataFolder, join(dataFolder, 'pglite'), join(dataFolder, 'pglite.new')]) {
    const before = modeOf(path);
    if (before === null || (before & othersBits) === 0) continue;
    // As of /tmp, which programs of everybody need.
    const isCommon = (before & stickyBit) !== 0;
    const failure = isCommon ? 'it is a folder for everybody' : close(path, setMode);
    // Some file systems take any mode and keep their own.
    const after = modeOf(path) ?? 0;
    if ((after & othersBits) === 0) continue;
    const shown = (after & 0o777).toString(8);
    warn(
      `${path} is open to other users of this machine: its mode is ${shown} and could not be made 700` +
        `${failure === null ? '' : ` (${failure})`}. Choose a folder of its own with LANDFALL_DATA.`,
    );
  }
}
