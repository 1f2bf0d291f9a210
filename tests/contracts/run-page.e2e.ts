import { afterAll, beforeAll, expect, test } from 'vitest';
import { engines } from '../browsers/engines.ts';
import { connectionCases } from '../storage/connection-cases.ts';
import { directoryContract } from './directory.contract.ts';
import { oldDatabaseContract } from './old-database-cases.ts';
import { type ServedPage, serveContractPage } from './serve-page.ts';
import { storeContract } from './store.contract.ts';

const all = [...storeContract, ...oldDatabaseContract, ...connectionCases, ...directoryContract];

let served: ServedPage;
beforeAll(async () => {
  served = await serveContractPage();
});
afterAll(() => served.stop());

// The same number everywhere, as many as Vitest runs in Node and in Chromium: none is skipped.
for (const { name, isHere, launch } of engines) {
  test.runIf(isHere)(`every case of the storage contracts passes in ${name}`, async () => {
    const browser = await launch();
    try {
      const report = served.nextReport();
      await browser.open(served.url);
      const { passed, failed } = await report;
      expect(failed).toEqual([]);
      expect(passed).toBe(all.length);
    } finally {
      await browser.close();
    }
  });
}
