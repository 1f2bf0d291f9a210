import type { Queryable } from '../database/database.ts';
import { readSetting } from '../database/setting.ts';
import type { Settings } from '../settings.ts';
import { StartFailure } from '../start-failure.ts';
import { noDemo } from './keep-demo-data-out.ts';

type Served = Pick<Settings, 'host' | 'trustedProxies' | 'tablesFile' | 'demoAccess'>;

/** What makes the service reachable from elsewhere, in words; null: nothing that it knows of. */
function openedBy({ host, trustedProxies }: Served): string | null {
  if (!/^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host)) return `HOST is ${host}`;
  return trustedProxies > 0 ? 'LANDFALL_TRUST_PROXY names a proxy in front' : null;
}

/**
 * The passwords of the demo's people are printed for everybody. Asked before the demo data are made; data and tables of
 * one's own are never served together with them (prepare-data.ts).
 *
 * @throws StartFailure
 */
export async function refuseOpenDemo(db: Queryable, served: Served): Promise<void> {
  const reason = openedBy(served);
  if (served.tablesFile !== null || served.demoAccess === 'open' || reason === null) return;
  if ((await readSetting(db, 'demo')) === noDemo) return;
  throw new StartFailure(
    `Others can reach this service (${reason}), and everybody knows the passwords of the demo's people. Name tables of ` +
      'your own with LANDFALL_TABLES, or serve the demo to everybody with LANDFALL_DEMO=open.',
  );
}
