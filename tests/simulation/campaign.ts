import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { simulate, type WorldEnd } from './simulate.ts';
import { add, type Worlds, wordsOf } from './worlds.ts';

const root = new URL('../..', import.meta.url).pathname;
const summaryFile = join(root, 'tests/.out/simulation.json');

interface Campaign {
  readonly minutes: number;
  readonly cores: number;
  readonly from: number;
}

/** One process of a campaign: every n-th world, until its time is over. */
interface Share {
  readonly untilMs: number;
  readonly from: number;
  readonly every: number;
}

/** What a process tells of one world; `counts` as pairs, since maps do not survive JSON. */
type Told = Omit<WorldEnd, 'counts'> & { readonly counts: readonly (readonly [string, number])[] };

/** `--minutes 30 --cores 2 --from 1`; or, in a process of a campaign, its share. */
export async function runCampaign(given: readonly string[]): Promise<boolean> {
  const share = process.env.LANDFALL_SIM_SHARE;
  if (share !== undefined) {
    await runShare(JSON.parse(share) as Share);
    return true;
  }
  const number = (name: string, otherwise: number) => {
    const at = given.indexOf(`--${name}`);
    return at === -1 ? otherwise : Number(given[at + 1]);
  };
  const campaign = { minutes: number('minutes', 30), cores: number('cores', cpus().length), from: number('from', 1) };
  const all = await runShares(campaign);
  report(campaign, all);
  return all.failures.length === 0;
}

async function runShare({ untilMs, from, every }: Share): Promise<void> {
  for (let seed = from; Date.now() < untilMs; seed += every) {
    const end = await simulate(seed);
    const isTold = end.violations.length > 0;
    const told: Told = { ...end, lastEvents: isTold ? end.lastEvents : [], counts: [...end.counts] };
    process.send?.(told);
  }
}

async function runShares({ minutes, cores, from }: Campaign): Promise<Worlds> {
  const all: Worlds = { worlds: 0, steps: 0, drainedInMs: 0, counts: new Map(), failures: [] };
  const untilMs = Date.now() + minutes * 60_000;
  const shares = Array.from({ length: cores }, (_, index): Share => ({ untilMs, from: from + index, every: cores }));
  await Promise.all(
    shares.map(
      (share) =>
        new Promise<void>((resolve, reject) => {
          const child = fork(join(root, 'tests/run/simulate.js'), {
            env: { ...process.env, LANDFALL_SIM_SHARE: JSON.stringify(share) },
          });
          child.on('message', (message) => {
            const told = message as Told;
            add(all, { ...told, counts: new Map(told.counts) });
            if (told.violations.length > 0) console.log(wordsOf({ ...told, counts: new Map() }, 12));
            if (all.worlds % 1_000 === 0) console.log(`${all.worlds} worlds, ${all.failures.length} failures`);
          });
          child.on('error', reject);
          child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`a process ended with ${code}`))));
        }),
    ),
  );
  return all;
}

function report(campaign: Campaign, all: Worlds): void {
  const failures = all.failures.map(({ seed, violations }) => ({ seed, violations }));
  const summary = {
    ...campaign,
    worlds: all.worlds,
    steps: all.steps,
    stepsPerWorld: Math.round(all.steps / all.worlds),
    longestDrainMinutes: Math.round(all.drainedInMs / 60_000),
    counts: Object.fromEntries([...all.counts].sort()),
    failures,
  };
  mkdirSync(dirname(summaryFile), { recursive: true });
  writeFileSync(summaryFile, `${JSON.stringify(summary, null, 2)}\n`);
  console.log(JSON.stringify({ ...summary, failures: failures.length }, null, 2));
  console.log(`${all.failures.length} failures; the summary is in ${summaryFile.slice(root.length)}`);
}
