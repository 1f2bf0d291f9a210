import { type Account, databaseName } from '../../src/core/session.ts';
import { MemoryDirectory } from '../../src/storage/memory-directory.ts';
import { createLockSpace } from '../fakes/locks.ts';
import { BackgroundSync } from './background-sync.ts';
import type { Context } from './context.ts';
import { ToldDisk } from './disk.ts';
import { HintChannel } from './hints.ts';
import type { Oracle } from './laws/oracle.ts';
import { type Line, serviceUrl } from './network.ts';
import type { ModelService } from './service/model-service.ts';
import { ServiceWorker } from './service-worker.ts';
import type { DeviceSettings } from './settings.ts';
import { Tab } from './tab.ts';
import type { World } from './world.ts';

/** One browser on one device, with what it stores, its clock, its line to the service, its tabs and its service worker. */
export class Device {
  readonly name: string;
  readonly world: World;
  readonly service: ModelService;
  readonly oracle: Oracle;
  readonly settings: DeviceSettings;
  readonly worker: ServiceWorker;
  readonly sync: BackgroundSync;
  readonly #disks = new Map<string, ToldDisk>();
  readonly #channels = new Map<string, HintChannel>();
  directory = new MemoryDirectory();
  locks = createLockSpace();
  tabs: readonly Tab[] = [];
  clockOffMs: number;
  #line: Line = 'open';
  #tabs = 0;

  constructor(world: World, oracle: Oracle, service: ModelService, settings: DeviceSettings) {
    this.world = world;
    this.oracle = oracle;
    this.service = service;
    this.settings = settings;
    this.name = `device ${world.settings.devices.indexOf(settings)}`;
    this.clockOffMs = settings.clockOffMs;
    this.worker = new ServiceWorker(this);
    this.sync = new BackgroundSync(this);
  }

  get line(): Line {
    return this.#line;
  }

  set line(line: Line) {
    const wasCut = this.#line === 'cut';
    this.#line = line;
    if (wasCut === (line === 'cut')) return;
    for (const tab of this.tabs) tab.happen(wasCut ? 'online' : 'offline');
    if (wasCut) this.sync.look();
  }

  get isBrowserRunning(): boolean {
    return this.tabs.length > 0 || this.settings.syncsWhenClosed;
  }

  account(person: number): Account {
    const environment = {
      id: 'model',
      name: 'Model',
      url: serviceUrl,
      dialect: 'dataverse',
      portionRows: this.world.settings.portionRows,
    } as const;
    return {
      database: databaseName(environment.id, `p${person}`),
      environment,
      person: { id: `p${person}`, name: `Person ${person}` },
    };
  }

  personOf(account: Account): number {
    return Number(account.person.id.slice(1));
  }

  /** The disk of a person's database, made when it is first opened. */
  disk(account: Account): ToldDisk {
    const known = this.#disks.get(account.database);
    if (known !== undefined) return known;
    const made = new ToldDisk();
    this.#disks.set(account.database, made);
    this.oracle.open(`${this.name} ${account.person.id}`, this.personOf(account), made);
    return made;
  }

  disks(): readonly ToldDisk[] {
    return [...this.#disks.values()];
  }

  channel(name: string): HintChannel {
    const channel = this.#channels.get(name) ?? new HintChannel();
    this.#channels.set(name, channel);
    return channel;
  }

  openTab(person: number, token: string | null): Tab {
    this.#tabs += 1;
    const tab = new Tab(this, { person, token, name: `${this.name} tab ${this.#tabs}` });
    this.tabs = [...this.tabs, tab];
    tab.context.onDeath(() => {
      this.tabs = this.tabs.filter((other) => other !== tab);
      if (!this.isBrowserRunning) this.worker.kill();
    });
    this.sync.look();
    return tab;
  }

  contexts(): readonly Context[] {
    const worker = this.worker.context;
    return [...this.tabs.map((tab) => tab.context), ...(worker === null ? [] : [worker])];
  }

  /** A context is killed, or with it the whole browser. */
  end(context: Context): void {
    if (this.world.strikes('kill the browser too')) this.crash();
    else context.kill();
  }

  /** The browser's process ends at once, whatever it was doing. */
  crash(): void {
    for (const context of this.contexts()) context.kill();
    this.sync.interrupt();
  }

  /** The browser deletes everything that this origin keeps: all or nothing. */
  evict(): void {
    this.crash();
    for (const disk of this.#disks.values()) this.oracle.forget(disk);
    this.#disks.clear();
    this.#channels.clear();
    this.directory = new MemoryDirectory();
    this.locks = createLockSpace();
    this.sync.forget();
  }
}
