// `npm run bench`: measures the built app and writes the figures down; `npm run bench -- service` the service
// alone, `npm run bench -- push` the push alone, `npm run bench -- pull` the pull; see bench.ts, which Vite reads here because
// Node 20 reads no TypeScript.
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('./bench.ts', import.meta.url).pathname, { configFile: false });
const parts = { service: module.runServiceBench, push: module.runPushBench, pull: module.runPullBench };
await (parts[process.argv[2]] ?? module.runBench)();
process.exit(0);
