import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Catcher, Mutant } from '../mutants/mutant.ts';
import { mutants } from '../mutants/mutants.ts';
import { programs } from './types.js';

const root = new URL('../..', import.meta.url).pathname;

/** What a run needs; dependencies are linked. */
const copied = [
  'src',
  'sw',
  'server',
  'tests',
  'docs',
  'public',
  'package.json',
  'vitest.config.ts',
  'ARCHITECTURE.md',
];

const smoke: Catcher = { file: 'tests/mutants/smoke.test.ts', test: '' };

type Verdict = 'caught' | 'not caught' | 'does not type-check' | 'fails the smoke test';

/** A mutant may wait for ever, which no test has noticed then. */
const longestRunMs = 180_000;

/**
 * Runs the mutants of these laws, or all, each in a copy of the project, as many at once as there are processors. Each
 * named test is first seen to pass on the code as it is. True if every mutant was caught.
 */
export async function runMutants(laws: readonly number[]): Promise<boolean> {
  const chosen = mutants.filter(({ law }) => laws.length === 0 || laws.includes(law));
  const copies = Array.from({ length: availableParallelism() }, makeCopy);
  try {
    const failing = await failingOnTheCodeAsItIs(chosen, copies[0] ?? root);
    for (const { file, test } of failing) console.log(`FAILS ALREADY  ${file}: ${test}`);
    const waiting = [...chosen];
    const verdicts: Verdict[] = [];
    await Promise.all(
      copies.map(async (copy) => {
        for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
          const verdict = await judge(mutant, copy);
          verdicts.push(verdict);
          const { file, test } = mutant.caughtBy;
          console.log(
            `${verdict === 'caught' ? 'caught' : `NOT CAUGHT (${verdict})`}  law ${mutant.law}: ${mutant.name}`,
          );
          console.log(`        by ${file}: ${test}`);
        }
      }),
    );
    const caught = verdicts.filter((verdict) => verdict === 'caught').length;
    console.log(`${caught} of ${chosen.length} mutants caught`);
    return failing.length === 0 && caught === chosen.length;
  } finally {
    for (const copy of copies) rmSync(copy, { recursive: true, force: true });
  }
}

function makeCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), 'landfall-mutants-'));
  for (const part of [...copied, 'tsconfig.json']) cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

async function failingOnTheCodeAsItIs(chosen: readonly Mutant[], copy: string): Promise<readonly Catcher[]> {
  const failing: Catcher[] = [];
  const catchers = new Map(chosen.map(({ caughtBy }) => [`${caughtBy.file} ${caughtBy.test}`, caughtBy]));
  for (const catcher of [smoke, ...catchers.values()]) {
    if ((await look(catcher, copy)) !== 'passes') failing.push(catcher);
  }
  return failing;
}

async function judge(mutant: Mutant, copy: string): Promise<Verdict> {
  const path = join(copy, mutant.file);
  const whole = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    whole.replace(mutant.find, () => mutant.replace),
  );
  try {
    for (const program of programs.filter((one) => one !== 'server' && one !== 'tests')) {
      const { code } = await run(copy, ['node_modules/typescript/bin/tsc', '-p', program]);
      if (code !== 0) return 'does not type-check';
    }
    if ((await look(smoke, copy)) !== 'passes') return 'fails the smoke test';
    return (await look(mutant.caughtBy, copy)) === 'fails' ? 'caught' : 'not caught';
  } finally {
    writeFileSync(path, whole);
  }
}

const report = v.object({ numPassedTests: v.number(), numFailedTests: v.number() });

/** Only a test that ran counts: a name that fits none, or a file that does not load, shows nothing. */
async function look({ file, test }: Catcher, copy: string): Promise<'passes' | 'fails' | 'does not run'> {
  const named = test === '' ? [] : ['-t', escaped(test)];
  const args = ['run', '--project', 'unit', '--reporter=json', file, ...named];
  const { out } = await run(copy, ['node_modules/vitest/vitest.mjs', ...args]);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), report), out.slice(out.indexOf('{"num')));
  if (!parsed.success) return 'does not run';
  const { numPassedTests, numFailedTests } = parsed.output;
  if (numFailedTests > 0) return 'fails';
  return numPassedTests > 0 ? 'passes' : 'does not run';
}

/** Vitest takes a regular expression. */
function escaped(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function run(cwd: string, args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string }> {
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  const child = spawn(process.execPath, [...args], { cwd, stdio: [...stdio], timeout: longestRunMs });
  let out = '';
  child.stdout.on('data', (piece) => {
    out += piece;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}
