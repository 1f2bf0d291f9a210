import { connectionCases } from '../storage/connection-cases.ts';
import { runCase } from './contract.ts';
import { directoryContract } from './directory.contract.ts';
import { oldDatabaseContract } from './old-database-cases.ts';
import { dexieDirectoryOpener, dexieOpener } from './openers.ts';
import { storeContract } from './store.contract.ts';

/** What one engine made of the contract. */
export interface ContractReport {
  /** The engine, by its own words. */
  readonly engine: string;
  readonly passed: number;
  readonly failed: readonly { readonly name: string; readonly message: string }[];
}

/** Runs every case over a real IndexedDB, for engines that Vitest cannot drive. */
async function runContracts(): Promise<ContractReport> {
  const runs = [
    ...storeContract.map((one) => ({ name: one.name, run: () => runCase(one, dexieOpener()) })),
    ...oldDatabaseContract.map((one) => ({ name: one.name, run: () => runCase(one, dexieOpener()) })),
    ...connectionCases,
    ...directoryContract.map((one) => ({ name: one.name, run: () => runCase(one, dexieDirectoryOpener()) })),
  ];
  const failed: { readonly name: string; readonly message: string }[] = [];
  for (const { name, run } of runs) {
    try {
      await run();
    } catch (error) {
      failed.push({ name, message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
    }
  }
  return { engine: navigator.userAgent, passed: runs.length - failed.length, failed };
}

const report = await runContracts();
document.title = `${report.passed} passed, ${report.failed.length} failed`;
await fetch('/report', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(report),
});
