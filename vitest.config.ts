import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium } from './tests/browsers/find-chromium.ts';

const chromium = findChromium();
const oxc = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;

export default defineConfig({
  test: {
    projects: [
      {
        oxc,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/**/*.browser.test.{ts,tsx}', 'tests/server/postgres/**'],
          // A first start of PGlite takes seconds, on a busy machine many.
          testTimeout: 30_000,
          hookTimeout: 120_000,
        },
      },
      {
        // The service's tests once more, on a real PostgreSQL, and those that only that can pass.
        test: {
          name: 'postgres',
          environment: 'node',
          include: ['tests/server/**/*.test.ts'],
          exclude: ['tests/server/pglite/**'],
          globalSetup: 'tests/server/postgres/global-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        oxc,
        // Whatever is found later makes Vite reload the page in the middle of a test.
        optimizeDeps: {
          include: [
            '@preact/signals',
            'dexie',
            'fast-check',
            'preact',
            'preact/hooks',
            'preact/jsx-runtime',
            'preact/jsx-dev-runtime',
            'valibot',
          ],
        },
        test: {
          name: 'browser',
          include: ['tests/**/*.browser.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromium === null ? {} : { executablePath: chromium } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        // The launchers, and the contracts in every engine, against pages of their own: needs no build.
        test: {
          name: 'engines',
          environment: 'node',
          include: ['tests/browsers/*.e2e.ts', 'tests/contracts/*.e2e.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['tests/e2e/**/*.e2e.ts', 'tests/size-budget.e2e.ts'],
          globalSetup: 'tests/e2e/support/build.ts',
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
