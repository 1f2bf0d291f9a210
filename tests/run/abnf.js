// `node tests/run/abnf.js <checkout of oasis-tcs/odata-abnf>`: OASIS's test cases for OData's grammar against the
// service's parsers, in figures; see abnf.ts, which Vite reads here because Node 20 reads no TypeScript.
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('./abnf.ts', import.meta.url).pathname, { configFile: false });
process.exitCode = module.reportAbnf(process.argv[2]) ? 0 : 1;
