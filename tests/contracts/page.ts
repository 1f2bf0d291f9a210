import { runCase } from './contract.ts';
import { dexieOpener } from './openers.ts';
import { storeContract } from './store.contract.ts';

/** What one engine made of the contract. */
export interface ContractReport {
  /** The engine, by its own words. */
  readonly engine: string;
  readonly passed: number;
  readonly failed: readonly { readonly name: string; readonly message: string }[];
}

/** Runs every case over a real IndexedDB, for engines that Vitest cannot drive. */
export async function runStoreContract(): Promise<ContractReport> {
  const failed: { readonly name: string; readonly message: string }[] = [];
  let passed = 0;
  for (const one of storeContract) {
    try {
      await runCase(one, dexieOpener());
      passed++;
    } catch (error) {
      failed.push({
        name: one.name,
        message: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      });
    }
  }
  return { engine: navigator.userAgent, passed, failed };
}

const report = await runStoreContract();
document.title = `${report.passed} passed, ${report.failed.length} failed`;
await fetch('/report', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(report),
});
