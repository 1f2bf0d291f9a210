// Sizes of what was built: `npm run size`, or `node tests/run/size.js --update` to make them the budget.
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('./size.ts', import.meta.url).pathname, { configFile: false });
module.reportSizes(process.argv.slice(2));
