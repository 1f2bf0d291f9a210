// `npm test`: everything, in order of cost, or `npm test -- lint unit …`; see all.ts, which Vite reads here because Node 20 reads no TypeScript.
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('./all.ts', import.meta.url).pathname, { configFile: false });
process.exitCode = (await module.runAll(process.argv.slice(2))) ? 0 : 1;
