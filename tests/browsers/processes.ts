import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const atExit = new Set<() => void>();
let isListening = false;

/** Runs `end` when this process ends, however it does short of SIGKILL. Returns how to forget it. */
export function onExit(end: () => void): () => void {
  if (!isListening) {
    isListening = true;
    const runAll = () => {
      for (const one of atExit) one();
      atExit.clear();
    };
    process.once('exit', runAll);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        runAll();
        process.exit(1);
      });
    }
  }
  atExit.add(end);
  return () => atExit.delete(end);
}

/** A new folder for a browser's profile. */
export function makeProfile(engine: string): string {
  return mkdtempSync(join(tmpdir(), `landfall-${engine}-`));
}

export function removeProfile(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** SIGKILL to every process started with this profile, and to their descendants; resolves when all are gone. */
export async function killProfile(folder: string): Promise<void> {
  for (let attempt = 0; killNow(folder) > 0; attempt++) {
    if (attempt > 100) throw new Error(`processes with the profile ${folder} do not die`);
    await setTimeout(20);
  }
}

/** As `killProfile`, at once and without waiting. Returns how many were alive. */
export function killNow(folder: string): number {
  const pids = processesOf(folder);
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It was gone already.
    }
  }
  return pids.length;
}

function processesOf(folder: string): readonly number[] {
  const { stdout } = spawnSync('ps', ['-ww', '-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' });
  const all = stdout.split('\n').flatMap((line) => {
    const [, pid, parent, state, args] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined || state?.startsWith('Z')
      ? []
      : [{ pid: Number(pid), parent: Number(parent), args: args ?? '' }];
  });
  const found = new Set(all.filter(({ args }) => args.includes(folder)).map(({ pid }) => pid));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  found.delete(process.pid);
  return [...found];
}
