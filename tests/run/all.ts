import { engines, isHere } from '../browsers/engines.ts';
import { runLint, runTypes, runVitest, type StepResult } from './steps.ts';

interface Step {
  readonly name: string;
  readonly needsChromium: boolean;
  readonly run: () => StepResult;
}

const steps: readonly Step[] = [
  { name: 'lint', needsChromium: false, run: runLint },
  { name: 'types', needsChromium: false, run: runTypes },
  { name: 'unit', needsChromium: false, run: () => runVitest('unit') },
  { name: 'postgres', needsChromium: false, run: () => runVitest('postgres') },
  { name: 'browser', needsChromium: true, run: () => runVitest('browser') },
  { name: 'engines', needsChromium: false, run: () => runVitest('engines') },
  { name: 'e2e', needsChromium: false, run: () => runVitest('e2e') },
];

interface Outcome extends StepResult {
  readonly name: string;
  readonly seconds: number;
}

/**
 * Runs every step, or those named, whatever failed before, and says at the end what passed, what failed and what did
 * not run.
 */
export async function runAll(named: readonly string[]): Promise<boolean> {
  const unknown = named.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) throw new Error(`no step ${unknown.join(', ')}: ${steps.map(({ name }) => name).join(', ')}`);
  const absent = engines.filter((engine) => !engine.isHere);
  const notRun: string[] = absent.map(({ name, howToGet }) => `everything in ${name}, which is not here: ${howToGet}`);
  const outcomes: Outcome[] = [];
  for (const { name, needsChromium, run } of steps) {
    if (named.length > 0 && !named.includes(name)) {
      notRun.push(`the step ${name}, which was not asked for`);
      continue;
    }
    if (needsChromium && !isHere('chromium')) {
      notRun.push(`the step ${name}, which needs Chromium`);
      continue;
    }
    console.log(`\n── ${name} ──`);
    const begun = performance.now();
    const result = run();
    outcomes.push({ ...result, name, seconds: Math.round((performance.now() - begun) / 1000) });
  }
  return report(outcomes, notRun, absent.length);
}

function report(outcomes: readonly Outcome[], notRun: readonly string[], absent: number): boolean {
  const isCI = process.env.CI === 'true';
  console.log('\n── in all ──');
  for (const { name, passed, failed, seconds } of outcomes) {
    console.log(`${failed === 0 ? 'passed' : 'FAILED'}  ${name}: ${passed} passed, ${failed} failed, ${seconds} s`);
  }
  const skipped = outcomes.flatMap((outcome) => outcome.skipped);
  if (notRun.length > 0 || skipped.length > 0) {
    console.log(isCI && absent > 0 ? 'Not run, and with CI=true an absent browser is a failure:' : 'Not run:');
    for (const one of [...notRun, ...skipped]) console.log(`  ${one}`);
  }
  const passed = sum(outcomes.map((outcome) => outcome.passed));
  const failed = sum(outcomes.map((outcome) => outcome.failed)) + (isCI ? absent : 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
