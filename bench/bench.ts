import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { measureSizes } from '../tests/run/size.ts';
import { measureApp } from './app.bench.ts';
import { type Figure, figure } from './figure.ts';
import { measureStart } from './start.bench.ts';

const folder = new URL('.', import.meta.url).pathname;

/** Measures everything, prints it, and writes it to bench/RESULTS.md and bench/results.json. */
export async function runBench(): Promise<void> {
  const figures = [...(await measureStart()), ...(await measureApp()), ...sizes()];
  const [cpu] = cpus();
  const about = {
    at: new Date().toISOString(),
    node: process.version,
    machine: `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    /** Above the number of processors the machine was busy with other things, and every figure of time is too high. */
    load: Number((loadavg()[1] ?? 0).toFixed(1)),
  };
  writeFileSync(`${folder}results.json`, `${JSON.stringify({ ...about, figures }, null, 2)}\n`);
  const lines = figures.map(({ name, unit, value, runs }) => `| ${name} | ${value} ${unit} | ${runs.join(', ')} |`);
  const report = [
    '# What was measured',
    '',
    `By \`npm run bench\`, ${about.at.slice(0, 10)}, Node ${about.node}, ${about.machine}, load ${about.load}. Recorded, never asserted.`,
    '',
    '| what | median | all runs |',
    '|---|---|---|',
    ...lines,
    '',
  ].join('\n');
  writeFileSync(`${folder}RESULTS.md`, report);
  console.log(report);
}

function sizes(): readonly Figure[] {
  const { firstScreen, dataWorker, serviceWorker } = measureSizes();
  const size = (name: string, bytes: number) => figure(`JavaScript of the ${name}`, 'kB gzip', [bytes / 1000], 1);
  return [size('first screen', firstScreen), size('data worker', dataWorker), size('service worker', serviceWorker)];
}
