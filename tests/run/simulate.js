// `npm run simulate -- --minutes 30 --cores 2 --from 1`: a campaign of simulated worlds; see tests/simulation/campaign.ts,
// which Vite reads here because Node 20 reads no TypeScript.
import { runnerImport } from 'vite';

const { module } = await runnerImport(new URL('../simulation/campaign.ts', import.meta.url).pathname, {
  configFile: false,
});
process.exit((await module.runCampaign(process.argv.slice(2))) ? 0 : 1);
