import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { dist } from './dist.ts';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

type Given = {
  readonly dataFolder: string;
  readonly stdin?: string;
  readonly program?: readonly [string, ...string[]];
};

/** Runs the command `landfall` as a process of its own, whether the service has the data folder or not. */
export function landfall({ dataFolder, stdin, program }: Given, ...words: readonly string[]): Promise<Ran> {
  const [file, ...first] = program ?? [process.execPath, join(dist, 'server/landfall.js')];
  const child = spawn(file, [...first, ...words], {
    env: { ...process.env, LANDFALL_DATA: dataFolder, npm_config_offline: 'true' },
    cwd: new URL('../../..', import.meta.url),
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  child.stdin.end(stdin ?? '');
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}
