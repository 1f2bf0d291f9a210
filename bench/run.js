// `npm run bench`: measures the built app and writes the figures down; `npm run bench -- service` the service alone; see bench.ts, which Vite reads here because
// Node 20 reads no TypeScript.
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('./bench.ts', import.meta.url).pathname, { configFile: false });
await (process.argv[2] === 'service' ? module.runServiceBench() : module.runBench());
process.exit(0);
