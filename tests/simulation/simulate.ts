import { Device } from './device.ts';
import type { ToldDisk } from './disk.ts';
import { Oracle } from './laws/oracle.ts';
import { serviceRoot } from './network.ts';
import { Person } from './people.ts';
import { ModelService } from './service/model-service.ts';
import { modelTables } from './service/tables.ts';
import { othersWrite, troubleComes, writeOne } from './troubles.ts';
import { type Violation, World } from './world.ts';

export interface WorldEnd {
  readonly seed: number;
  readonly steps: number;
  readonly trace: string;
  readonly violations: readonly Violation[];
  readonly lastEvents: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
  /** Simulated time that draining took after the faults stopped. */
  readonly drainedInMs: number;
}

/**
 * Law 13's bound. Back-off grows to 15 minutes and keys are compared once an hour, by a clock that may have been set back
 * by another hour just before.
 */
const drainWithinMs = 3 * 60 * 60_000;

/** One seed, one world: troubled for a while, then calm, then at rest. */
export async function simulate(seed: number, listen: ((line: string) => void) | null = null): Promise<WorldEnd> {
  const world = new World(seed, listen);
  const { settings } = world;
  const service = new ModelService({ root: serviceRoot, ...settings, stamp: stampOf(world), date: dateOf(world) });
  for (let count = 0; count < settings.rowsAtFirst * modelTables.length; count += 1) writeOne(world, service);
  const oracle = new Oracle(world, service);
  const devices = settings.devices.map((one) => new Device(world, oracle, service, one));
  const people = devices.flatMap((device) => device.settings.people.map((number) => new Person(device, number)));
  const stage = { world, service, devices };
  for (const person of people) person.live();
  othersWrite(stage);
  troubleComes(stage);

  const mayGoOn = () => world.violations.length === 0;
  while (mayGoOn() && world.steps < settings.troubledSteps && (await world.step()));
  calmDown(stage);
  const calmSince = world.now;
  for (const person of people) person.tidyUp();
  const isAtRest = () => devices.every((device) => device.disks().every((disk) => isDrained(service, disk)));
  while (mayGoOn() && !isAtRest()) {
    if (world.now - calmSince > drainWithinMs) {
      world.violate(
        13,
        `not at rest after ${drainWithinMs / 60_000} minutes without faults: ${whatIsLeft(service, devices)}`,
      );
      break;
    }
    await world.step();
  }
  return {
    seed,
    steps: world.steps,
    trace: world.trace(),
    violations: world.violations,
    lastEvents: world.lastEvents(),
    counts: world.counts,
    drainedInMs: world.now - calmSince,
  };
}

/** A change is stamped before it is committed: commit order is not clock order. Whole seconds, as Dataverse has it. */
function stampOf(world: World): (() => string) | null {
  if (!world.settings.hasStamps) return null;
  return () => wholeSecond(world.now - world.choices.between(0, 20_000));
}

function dateOf(world: World): (() => string) | null {
  return world.settings.showsDate ? () => new Date(world.now).toUTCString() : null;
}

function wholeSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

function calmDown({
  world,
  service,
  devices,
}: {
  world: World;
  service: ModelService;
  devices: readonly Device[];
}): void {
  world.isCalm = true;
  world.note('faults stop');
  service.ailment = { kind: 'none' };
  for (const device of devices) {
    device.line = 'open';
    for (const context of device.contexts()) context.thaw();
    for (const tab of device.tabs) tab.happen('resumed');
  }
}

/** Nothing waits, and law 7: the base rows equal the service's answer. */
function isDrained(service: ModelService, disk: ToldDisk): boolean {
  return disk.outbox.size === 0 && modelTables.every(({ name }) => differenceIn(service, disk, name) === null);
}

function differenceIn(service: ModelService, disk: ToldDisk, table: string): string | null {
  const here = disk.rows.get(table);
  const there = service.rows.table(table);
  const position = disk.checkpoints.get(table)?.position.kind;
  if (position === undefined || position === 'reading') return `${table} is ${position ?? 'not read'}`;
  for (const [key, row] of there) {
    if ((here as ReadonlyMap<string, { readonly etag: string | null }> | undefined)?.get(key)?.etag !== row.etag)
      return `${table} ${key} differs`;
  }
  return (here?.size ?? 0) === there.size ? null : `${table} has rows too many`;
}

function whatIsLeft(service: ModelService, devices: readonly Device[]): string {
  return devices
    .flatMap((device) =>
      device.disks().map((disk) => {
        const waiting = [...disk.outbox.values()].map(
          (change) => `${change.kind} of ${change.table} ${change.key.slice(0, 8)} ${change.state.kind}`,
        );
        const differences = modelTables
          .map(({ name }) => differenceIn(service, disk, name))
          .filter((one) => one !== null);
        return `${device.oracle.ledgerOf(disk).name}: ${[...waiting, ...differences].join(', ') || 'at rest'}`;
      }),
    )
    .join('; ');
}
