import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../browsers/free-port.ts';
import { onExit } from '../../browsers/processes.ts';
import { copyDemoData } from './demo-data.ts';
import { dist } from './dist.ts';
import { type Levers, leversAt } from './levers.ts';

export interface ServiceOptions {
  /** Multiplies the demo data. */
  readonly scale?: number;
  /** LANDFALL_DATA; a temporary folder with the demo data in it if absent. */
  readonly dataFolder?: string;
  readonly port?: number;
  readonly appFolder?: string;
  readonly appOrigins?: readonly string[];
  /** As LANDFALL_ENVIRONMENTS has it. */
  readonly environments?: string;
  readonly hasLevers?: boolean;
}

/** The built service as a process of its own, as `npm start` runs it. Same port and same data over stops and starts. */
export class Service {
  readonly port: number;
  readonly url: string;
  readonly dataFolder: string;
  readonly levers: Levers;
  #options: ServiceOptions;
  #running: { readonly child: ChildProcess; readonly ended: Promise<number | null> } | null = null;
  #output = '';

  constructor(port: number, dataFolder: string, options: ServiceOptions) {
    this.port = port;
    this.url = `http://localhost:${port}`;
    this.dataFolder = dataFolder;
    this.levers = leversAt(this.url);
    this.#options = options;
  }

  /** What it has printed since it was last started. */
  get output(): string {
    return this.#output;
  }

  /** Resolves when it prints its address. Options given now replace those it was made with. */
  async start(options: Omit<ServiceOptions, 'dataFolder' | 'port'> = {}): Promise<void> {
    if (this.#running !== null) throw new Error('the service is running');
    this.#options = { ...this.#options, ...options };
    this.#output = '';
    const child = spawn(process.execPath, [join(dist, 'server/main.js')], {
      env: { ...process.env, ...this.#environment() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const forget = onExit(() => child.kill('SIGKILL'));
    const ended = new Promise<number | null>((resolve) => {
      child.once('exit', (code) => {
        forget();
        this.#running = null;
        resolve(code);
      });
    });
    this.#running = { child, ended };
    await new Promise<void>((resolve, reject) => {
      const read = (data: Buffer) => {
        this.#output += data;
        if (this.#output.includes(`http://localhost:${this.port}`)) resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('error', reject);
      void ended.then((code) => reject(new Error(`the service ended with ${code}: ${this.#output}`)));
    });
  }

  /** Stops it as Ctrl+C does. */
  async stop(): Promise<void> {
    if (this.#running === null) return;
    const { child, ended } = this.#running;
    child.kill('SIGTERM');
    const code = await ended;
    if (code !== 0) throw new Error(`the service stopped with ${code}: ${this.#output}`);
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    if (this.#running === null) return;
    const { child, ended } = this.#running;
    child.kill('SIGKILL');
    await ended;
  }

  /** Ends it for good; a temporary data folder goes too. */
  async remove(): Promise<void> {
    await this.kill();
    if (this.#options.dataFolder === undefined) rmSync(this.dataFolder, { recursive: true, force: true });
  }

  #environment(): Record<string, string> {
    const { scale, appFolder, appOrigins, environments, hasLevers } = this.#options;
    return {
      PORT: String(this.port),
      HOST: '127.0.0.1',
      // What a test holds when it stops the service is cut.
      LANDFALL_STOP_SECONDS: '0',
      LANDFALL_DATA: this.dataFolder,
      LANDFALL_DEMO_SCALE: String(scale ?? defaultScale),
      LANDFALL_LEVERS: hasLevers === false ? '' : '1',
      ...(appFolder === undefined ? {} : { LANDFALL_APP: appFolder }),
      ...(appOrigins === undefined ? {} : { LANDFALL_APP_ORIGINS: appOrigins.join(',') }),
      ...(environments === undefined ? {} : { LANDFALL_ENVIRONMENTS: environments }),
    };
  }
}

/** Of the accounts, 40; of all tables, 680 rows. */
const defaultScale = 0.008;

export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const service = await prepareService(options);
  await service.start();
  return service;
}

/** As `startService`, not started: its address is known before. */
export async function prepareService(options: ServiceOptions = {}): Promise<Service> {
  if (!existsSync(join(dist, 'server/main.js'))) throw new Error('the service is not built: npm run build');
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'landfall-data-'));
  if (options.dataFolder === undefined) {
    onExit(() => rmSync(dataFolder, { recursive: true, force: true }));
    await copyDemoData(options.scale ?? defaultScale, dataFolder, async (folder) => {
      const filler = new Service(await freePort(), folder, options);
      await filler.start();
      await filler.stop();
    });
  }
  return new Service(options.port ?? (await freePort()), dataFolder, options);
}
