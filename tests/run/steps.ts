import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkTypes, programs } from './types.js';

const root = new URL('../..', import.meta.url).pathname;

export interface StepResult {
  readonly passed: number;
  readonly failed: number;
  /** Names of tests that were skipped. */
  readonly skipped: readonly string[];
}

/** One check of its own. */
export function runLint(): StepResult {
  const { status } = spawnSync('npx', ['biome', 'check', '.'], { cwd: root, stdio: 'inherit' });
  return status === 0 ? { passed: 1, failed: 0, skipped: [] } : { passed: 0, failed: 1, skipped: [] };
}

/** One check for each program. */
export function runTypes(): StepResult {
  const failed = checkTypes().length;
  return { passed: programs.length - failed, failed, skipped: [] };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** A project of vitest.config.ts, its tests counted by its own report. */
export function runVitest(project: string): StepResult {
  const reportFile = join(root, `tests/.out/${project}.json`);
  mkdirSync(dirname(reportFile), { recursive: true });
  rmSync(reportFile, { force: true });
  const args = ['vitest', 'run', '--project', project, '--reporter=default', '--reporter=json'];
  const { status } = spawnSync('npx', [...args, `--outputFile.json=${reportFile}`], { cwd: root, stdio: 'inherit' });
  const report = readReport(reportFile);
  if (report === null) return { passed: 0, failed: 1, skipped: [] };
  const skipped = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter((one) => one.status === 'skipped' || one.status === 'pending' || one.status === 'todo')
      .map((one) => `${name.slice(root.length)}: ${one.fullName}`),
  );
  // What fails outside a test (a file that does not load, an unhandled rejection) is in no count of tests.
  const failed = report.numFailedTests === 0 && status !== 0 ? 1 : report.numFailedTests;
  return { passed: report.numPassedTests, failed, skipped };
}

function readReport(path: string): VitestReport | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as VitestReport;
  } catch {
    return null;
  }
}
