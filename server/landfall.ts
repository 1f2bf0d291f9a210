import { join } from 'node:path';
import { commandGroups } from './admin/command-groups.ts';
import { localCaller } from './admin/local-caller.ts';
import { runGuarded } from './admin/run-command.ts';
import { runHere } from './admin/run-here.ts';
import { readSettings } from './settings.ts';

// Whatever this process makes is for its own user: what it holds is people's data.
process.umask(0o077);
// A pipe that ends early (`landfall people list | head -1`) is no failure.
process.stdout.on('error', () => process.exit(0));

const argv = process.argv.slice(2);
let code: number = 0;
const guarded = await runGuarded({
  caller: localCaller,
  run: async () => {
    code = await runHere({
      groups: commandGroups,
      argv,
      readSettings: () => readSettings(process.env, [], join(import.meta.dirname, '..', 'app')),
      caller: localCaller,
    });
  },
  reportError: (error) => console.error(error),
});
// A stdin that nobody read would keep the process waiting.
process.stdin.destroy();
process.exitCode = guarded === 0 ? code : guarded;
