// Takes guards away one by one and sees that the named test notices: `npm run mutants`, or `npm run mutants -- 4 9` for some laws.
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('./mutants.ts', import.meta.url).pathname, { configFile: false });
process.exitCode = (await module.runMutants(process.argv.slice(2).map(Number))) ? 0 : 1;
