// Type-checks every program: each environment with its own libraries. `npm run types`.
import { spawnSync } from 'node:child_process';

export const programs = ['src/core', 'src', 'src/workers', 'sw', 'server', 'tests'];
const root = new URL('../..', import.meta.url).pathname;

/** Returns the programs that have errors, having printed those. */
export function checkTypes() {
  return programs.filter((program) => {
    const compiler = new URL('../../node_modules/typescript/bin/tsc', import.meta.url).pathname;
    const { status } = spawnSync(process.execPath, [compiler, '-p', program], { cwd: root, stdio: 'inherit' });
    if (status !== 0) console.log(`types: ${program} has errors`);
    return status !== 0;
  });
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  process.exitCode = checkTypes().length === 0 ? 0 : 1;
}
