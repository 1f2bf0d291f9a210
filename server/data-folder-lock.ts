import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartFailure } from './start-failure.ts';

/**
 * PGlite has none: two processes on one folder lose each other's commits (docs/facts/odata.md §4.3.1). Only processes
 * of one machine see each other; a folder on a network share is not protected.
 */
type DataFolderLock = { readonly release: () => void };

/** Tells a process from a later one with the same number. Text, or null where the system does not say. */
export type ProcessTable = {
  readonly ownPid: number;
  readonly isAlive: (pid: number) => boolean;
  readonly startMark: (pid: number) => string | null;
};

type Holder = { readonly pid: number; readonly startMark: string | null; readonly id: string };

const takeoverMs = 10_000;

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

export const systemProcesses: ProcessTable = {
  ownPid: process.pid,
  isAlive(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return hasCode(error, 'EPERM');
    }
  },
  startMark(pid) {
    try {
      // Linux: boot, and the time since boot at which the process started (the 22nd field; names may hold spaces).
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
      return `${boot} ${fields?.[19] ?? ''}`;
    } catch {
      return null;
    }
  },
};

function readHolder(file: string): Holder | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return null;
    const { pid, startMark, id } = { pid: null, startMark: null, id: '', ...parsed };
    if (typeof pid !== 'number' || pid < 1) return null;
    return { pid, startMark: typeof startMark === 'string' ? startMark : null, id: String(id) };
  } catch {
    return null;
  }
}

function isHeld(holder: Holder, processes: ProcessTable): boolean {
  if (!processes.isAlive(holder.pid)) return false;
  const mark = processes.startMark(holder.pid);
  return mark === null || holder.startMark === null || mark === holder.startMark;
}

function tryCreate(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** A lock file without a readable holder is one being written right now, or the rest of a crash. */
function isFresh(file: string): boolean {
  try {
    return Date.now() - statSync(file).mtimeMs < takeoverMs;
  } catch {
    return false;
  }
}

export function lockDataFolder(folder: string, processes: ProcessTable = systemProcesses): DataFolderLock {
  const file = join(folder, 'landfall.lock');
  const takeover = `${file}.takeover`;
  const inUse = (pid: number | null): StartFailure =>
    new StartFailure(
      `The data folder ${folder} is in use by another Landfall${pid === null ? '' : ` (process ${pid})`}. ` +
        'Stop it, or choose another folder with LANDFALL_DATA.',
    );
  const own: Holder = { pid: processes.ownPid, startMark: processes.startMark(processes.ownPid), id: randomUUID() };
  const content = `${JSON.stringify(own)}\n`;
  const release = (): void => {
    if (readHolder(file)?.id === own.id) rmSync(file, { force: true });
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (tryCreate(file, content)) return { release };
    const holder = readHolder(file);
    if (holder === null ? isFresh(file) : isHeld(holder, processes)) throw inUse(holder?.pid ?? null);
    // One taker at a time, or the second would remove the lock that the first has just made.
    if (!isFresh(takeover)) rmSync(takeover, { force: true });
    if (!tryCreate(takeover, content)) throw inUse(null);
    try {
      if (readHolder(file)?.id !== holder?.id) throw inUse(readHolder(file)?.pid ?? null);
      rmSync(file, { force: true });
      if (!tryCreate(file, content)) throw inUse(null);
      return { release };
    } finally {
      rmSync(takeover, { force: true });
    }
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    throw new StartFailure(
      `The data folder ${folder} cannot be used: ${error instanceof Error ? error.message : error}`,
    );
  }
}
