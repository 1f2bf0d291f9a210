import type { Context } from './context.ts';
import type { Device } from './device.ts';
import type { Line } from './network.ts';
import type { ModelService } from './service/model-service.ts';
import type { Backup } from './service/rows.ts';
import { modelTables, wireName } from './service/tables.ts';
import { emptyValues } from './service/writes.ts';
import type { World } from './world.ts';

interface Stage {
  readonly world: World;
  readonly service: ModelService;
  readonly devices: readonly Device[];
}

/** Others write at the service itself. */
export function othersWrite({ world, service }: Stage): void {
  const { choices } = world;
  const again = () => {
    if (world.isCalm) return;
    writeOne(world, service);
    world.after(choices.between(0, 2) * world.settings.writeEveryMs, 'others write', again);
  };
  world.after(choices.between(0, 10_000), 'others write', again);
}

export function writeOne(world: World, service: ModelService): void {
  const { choices } = world;
  const table = choices.pick(modelTables);
  const keys = [...service.rows.table(table.name).keys()].sort();
  const dice = choices.below(10);
  const key = keys.length === 0 || dice < 3 ? choices.uuid() : choices.pick(keys);
  if (dice === 9 && keys.length > 0) {
    service.rows.remove(table.name, key);
    world.note(`others delete ${table.name} ${key.slice(0, 8)}`);
    return;
  }
  const values = { ...emptyValues(table.name), ...service.rows.row(table.name, key)?.values };
  const column = choices.pick(table.columns);
  const text = choices.chance(0.3) ? `v${choices.below(3)}` : `other ${world.steps}`;
  const accounts = [...service.rows.table('account').keys()].sort();
  if (column.type === 'Lookup') values[wireName(column)] = accounts.length === 0 ? null : choices.pick(accounts);
  else values[wireName(column)] = column.type === 'Integer' ? choices.below(5) : text;
  const { etag } = service.rows.put(table.name, key, values);
  world.note(`others make ${table.name} ${key.slice(0, 8)} ${etag}`);
}

/** Troubles come and pass. */
export function troubleComes(stage: Stage): void {
  const { world } = stage;
  const backups: Backup[] = [stage.service.rows.backup()];
  const again = () => {
    if (world.isCalm) return;
    strike(stage, backups);
    world.after(world.choices.between(0, 2) * world.settings.troubleEveryMs, 'trouble', again);
  };
  world.after(world.choices.between(0, 2) * world.settings.troubleEveryMs, 'trouble', again);
}

/** A trouble that passes by itself: `forMs` until it is over. */
interface Passing {
  readonly forMs: number;
  readonly end: () => void;
}

function strike(stage: Stage, backups: Backup[]): void {
  const { world, devices } = stage;
  const kind = world.choices.pick(kinds);
  world.count(`trouble: ${kind}`);
  world.note(`trouble: ${kind}`);
  const passing = begin(stage, { kind, device: world.choices.pick(devices), backups });
  if (passing !== null) world.after(passing.forMs, `an end of ${kind}`, passing.end);
}

interface Trouble {
  readonly kind: (typeof kinds)[number];
  readonly device: Device;
  readonly backups: Backup[];
}

function begin({ world, service }: Stage, { kind, device, backups }: Trouble): Passing | null {
  const { pick, between, chance, below } = world.choices;
  const recover = () => {
    service.ailment = { kind: 'none' };
  };
  switch (kind) {
    case 'line': {
      device.line = pick<Line>(['cut', 'cut', 'captive portal', 'redirecting portal']);
      const reopen = () => {
        device.line = 'open';
      };
      return { forMs: between(1_000, 300_000), end: reopen };
    }
    case 'throttling':
      service.ailment = { kind, status: pick([429, 503] as const), retryAfterS: pick([1, 5, 30, 120]) };
      return { forMs: between(500, 60_000), end: recover };
    case 'ill':
      service.ailment = chance(0.2)
        ? { kind: 'html' }
        : { kind: 'errors', status: pick([500, 502, 503, 504] as const) };
      return { forMs: between(500, 90_000), end: recover };
    case 'freeze': {
      const contexts = chance(0.4) ? device.contexts() : device.contexts().filter(() => chance(0.5));
      for (const context of contexts) context.freeze();
      return { forMs: between(500, pick([20_000, 120_000])), end: () => thaw(device, contexts) };
    }
    case 'tokens end':
      service.forgetTokens();
      break;
    case 'links expire':
      service.reads.expiredBefore = service.rows.tick;
      break;
    case 'backup':
      backups.push(service.rows.backup());
      break;
    case 'restore':
      // Without an epoch only links tell of it, and a table that is pulled by stamps has none: nobody could notice.
      if (world.settings.namesEpoch || !world.settings.hasStamps) service.rows.restore(pick(backups));
      break;
    case 'kill':
      if (device.contexts().length > 0) pick(device.contexts()).kill();
      break;
    case 'crash':
      device.crash();
      break;
    case 'clock jumps':
      device.clockOffMs += Math.round(between(-1, 1) * pick([1_000, 60_000, 3_600_000]));
      // How much of a silence has passed nobody on this device can tell any more.
      for (const disk of device.disks()) device.oracle.ledgerOf(disk).silence = null;
      break;
    case 'eviction':
      if (below(4) === 0) device.evict();
      break;
  }
  return null;
}

const kinds = [
  'line',
  'line',
  'line',
  'throttling',
  'throttling',
  'ill',
  'tokens end',
  'links expire',
  'backup',
  'restore',
  'freeze',
  'freeze',
  'freeze',
  'kill',
  'kill',
  'crash',
  'clock jumps',
  'eviction',
] as const;

function thaw(device: Device, contexts: readonly Context[]): void {
  for (const context of contexts) context.thaw();
  for (const tab of device.tabs) if (contexts.includes(tab.context)) tab.happen('resumed');
}
