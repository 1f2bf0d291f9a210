import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { StartFailure } from '../start-failure.ts';

// sun_path of the narrowest system (macOS), with its final zero.
const longestPath = 103;

const folderOf = (dataFolder: string): string => join(dataFolder, 'control');

function socketPath(dataFolder: string): string {
  const absolute = join(folderOf(dataFolder), 'socket');
  // A longer one would be cut off without a word.
  const shortest = [absolute, relative('', absolute)].find((path) => Buffer.byteLength(path) <= longestPath);
  if (shortest === undefined) {
    throw new StartFailure(
      `The path of the data folder ${dataFolder} is too long for its control socket: choose a shorter one with ` +
        'LANDFALL_DATA.',
    );
  }
  return shortest;
}

/**
 * Where the service listens for `landfall`, made ready; the caller holds the folder's lock. A Unix socket in a folder
 * that only this user may enter: so there is no moment at which others could connect, whatever the system makes of the
 * mode of a socket. On Windows a pipe whose name nobody can guess, told in that folder.
 */
export function prepareControlAddress(dataFolder: string): string {
  const folder = folderOf(dataFolder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (process.platform === 'win32') {
    const name = `\\\\.\\pipe\\landfall-${randomBytes(16).toString('hex')}`;
    writeFileSync(join(folder, 'pipe'), name, { mode: 0o600 });
    return name;
  }
  const path = socketPath(dataFolder);
  // Left by a service that was killed: the lock says that it is nobody's.
  rmSync(path, { force: true });
  return path;
}

/** null: no service has listened here. */
export function controlAddress(dataFolder: string): string | null {
  if (process.platform !== 'win32') return socketPath(dataFolder);
  try {
    return readFileSync(join(folderOf(dataFolder), 'pipe'), 'utf8');
  } catch {
    return null;
  }
}
