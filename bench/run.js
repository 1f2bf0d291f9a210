// `npm run bench`: measures the built app and writes the figures down; see bench.ts, which Vite reads here because
// Node 20 reads no TypeScript.
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('./bench.ts', import.meta.url).pathname, { configFile: false });
await module.runBench();
process.exit(0);
