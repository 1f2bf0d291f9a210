import type { Context } from '../context.ts';
import type { Committed } from '../database.ts';
import type { Device } from '../device.ts';
import type { ToldDisk } from '../disk.ts';
import type { Tap } from '../network.ts';
import type { ModelService } from '../service/model-service.ts';
import type { World } from '../world.ts';
import { checkFence } from './fence-law.ts';
import { Ledger } from './ledger.ts';
import { checkOutbox } from './outbox-laws.ts';
import { checkReplica } from './replica-laws.ts';
import { wireLaws } from './wire-laws.ts';

/** Watches every commit and every request, keeps books of its own, and says which law was broken. */
export class Oracle {
  readonly #world: World;
  readonly #service: ModelService;
  readonly #ledgers = new Map<ToldDisk, Ledger>();

  constructor(world: World, service: ModelService) {
    this.#world = world;
    this.#service = service;
  }

  open(name: string, person: number, disk: ToldDisk): Ledger {
    const ledger = new Ledger(name, person, disk);
    this.#ledgers.set(disk, ledger);
    return ledger;
  }

  ledgerOf(disk: ToldDisk): Ledger {
    const ledger = this.#ledgers.get(disk);
    if (ledger === undefined) throw new Error('no books are kept about this disk');
    return ledger;
  }

  forget(disk: ToldDisk): void {
    this.#ledgers.delete(disk);
  }

  committed(committed: Committed): void {
    const ledger = this.#ledgers.get(committed.disk);
    if (ledger === undefined) return;
    checkFence(this.#world, ledger, committed);
    checkReplica(this.#world, this.#service, ledger, committed);
    checkOutbox(this.#world, this.#service.rows, ledger, committed);
  }

  tap(device: Device, context: Context, disk: ToldDisk): Tap {
    return wireLaws({ world: this.#world, service: this.#service, device, context, ledger: this.ledgerOf(disk) });
  }
}
