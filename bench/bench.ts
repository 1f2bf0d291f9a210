import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { measureSizes } from '../tests/run/size.ts';
import { measureApp } from './app.bench.ts';
import { type Figure, figure } from './figure.ts';
import { measurePull } from './pull.bench.ts';
import { measurePush } from './push.bench.ts';
import { measureService } from './service.bench.ts';
import { measureStart } from './start.bench.ts';

const folder = new URL('.', import.meta.url).pathname;

/** Measures everything, prints it, and writes it to bench/RESULTS.md and bench/results.json. */
export async function runBench(): Promise<void> {
  writeResults([
    ...(await measureStart()),
    ...(await measureApp()),
    ...(await measurePush()),
    ...(await measurePull()),
    ...sizes(),
  ]);
}

/** The push alone; the other figures stay as they were measured. */
export async function runPushBench(): Promise<void> {
  writeResults(await measurePush());
}

/** The pull alone; the other figures stay as they were measured. */
export async function runPullBench(): Promise<void> {
  writeResults(await measurePull());
}

/** A figure with when, and how busy the machine was: above its number of processors every figure of time is too high. */
type Measured = Figure & { readonly day: string; readonly load: number };

function writeResults(figures: readonly Figure[]): void {
  const about = aboutMachine();
  const { at, load, ...machine } = about;
  const measured = figures.map((one) => ({ ...one, day: at.slice(0, 10), load }));
  const earlier = JSON.parse(readFileSync(`${folder}results.json`, 'utf8')) as {
    readonly figures: readonly Measured[];
  };
  const others = earlier.figures.filter(({ name }) => !measured.some((figure) => figure.name === name));
  const all = [...others, ...measured];
  writeFileSync(`${folder}results.json`, `${JSON.stringify({ ...machine, figures: all }, null, 2)}\n`);
  const report = resultsText(all, `Node ${machine.node}, ${machine.machine}`);
  writeFileSync(`${folder}RESULTS.md`, report);
  console.log(report);
}

function resultsText(all: readonly Measured[], machine: string): string {
  const lines = all.map(({ name, unit, value, runs, day, load }) => {
    return `| ${name} | ${value} ${unit} | ${runs.join(', ')} | ${day} | ${load} |`;
  });
  return [
    '# What was measured',
    '',
    `By \`npm run bench\`, ${machine}. Recorded, never asserted. Where the load is above the number of processors, the machine`,
    'was busy with other things, and every figure of time is too high.',
    '',
    '| what | median | all runs | day | load |',
    '|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

/** The service alone, on both databases side by side; into bench/SERVICE.md. */
export async function runServiceBench(): Promise<void> {
  const costs = await measureService();
  const about = aboutMachine();
  const lines = costs.map(({ database, request, perSecond, cpuMs, serverCpuMs }) => {
    const cpu = [cpuMs, serverCpuMs, cpuMs + serverCpuMs].map((ms) => ms.toFixed(2)).join(' | ');
    return `| ${request} | ${database} | ${perSecond.toFixed(0)} | ${cpu} |`;
  });
  const report = [
    '# What a request to the service costs',
    '',
    `By \`npm run bench -- service\`, ${inWords(about)}. Over loopback, the asking program on the same machine; a few at a`,
    'time. CPU is of the service and of the processes of PostgreSQL, which PGlite does not have. Recorded, never asserted.',
    '',
    '| request | database | per second | CPU ms, service | CPU ms, PostgreSQL | CPU ms, both |',
    '|---|---|---|---|---|---|',
    ...lines.toSorted(),
    '',
  ].join('\n');
  writeFileSync(`${folder}SERVICE.md`, report);
  console.log(report);
}

type About = ReturnType<typeof aboutMachine>;

const inWords = ({ at, node, machine, load }: About): string =>
  `${at.slice(0, 10)}, Node ${node}, ${machine}, load ${load}`;

function aboutMachine() {
  const [cpu] = cpus();
  return {
    at: new Date().toISOString(),
    node: process.version,
    machine: `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    /** Above the number of processors the machine was busy with other things, and every figure of time is too high. */
    load: Number((loadavg()[1] ?? 0).toFixed(1)),
  };
}

function sizes(): readonly Figure[] {
  const { firstScreen, dataWorker, serviceWorker } = measureSizes();
  const size = (name: string, bytes: number) => figure(`JavaScript of the ${name}`, 'kB gzip', [bytes / 1000], 1);
  return [size('first screen', firstScreen), size('data worker', dataWorker), size('service worker', serviceWorker)];
}
