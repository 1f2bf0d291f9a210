import { serviceWorkerMessageVersion } from '../../src/messages/to-service-worker.ts';
import { Drain } from '../../sw/drain.ts';
import { answerPage } from '../../sw/page-messages.ts';
import { answerRing } from '../../sw/ring.ts';
import { Context } from './context.ts';
import type { Device } from './device.ts';
import { openParts } from './product.ts';

/** A browser ends a service worker this long after its last event, and one event's work after that long. */
const idleMs = 30_000;
const longestEventMs = 5 * 60_000;

interface Started {
  readonly context: Context;
  readonly drain: Drain;
  pending: number;
}

/** The service worker of one device: started for an event, ended when it has nothing to do. */
export class ServiceWorker {
  readonly #device: Device;
  #started: Started | null = null;
  #starts = 0;

  constructor(device: Device) {
    this.#device = device;
  }

  get context(): Context | null {
    return this.#started?.context ?? null;
  }

  kill(): void {
    this.#started?.context.kill();
  }

  /** A page says something: it arrives a little later. */
  tell(
    from: Context,
    words: { readonly kind: 'handover' } | { readonly kind: 'visible'; readonly database: string | null },
  ): void {
    if (!from.isAlive) return;
    const { world } = this.#device;
    world.after(world.choices.between(0, 20), `${this.#device.name} tells its service worker: ${words.kind}`, () => {
      const started = this.#start();
      const event = {
        data: { version: serviceWorkerMessageVersion, ...words },
        waitUntil: (work: Promise<unknown>) => void this.#keep(started, work),
      };
      started.context.deliver(0, `hears ${words.kind}`, () => answerPage(this.#scope(), event, started.drain));
    });
  }

  /** The browser fires `sync`. Resolves with whether the event's promise resolved; false if the worker dies. */
  ring(isLastChance: boolean): Promise<boolean> {
    const started = this.#start();
    return new Promise((resolve) => {
      started.context.onDeath(() => resolve(false));
      started.context.deliver(0, 'is rung', () => {
        const ringing = answerRing(started.drain, { ring: () => this.#device.sync.register() }, isLastChance);
        void this.#keep(started, ringing).then(resolve);
      });
    });
  }

  #scope() {
    return {
      clients: {
        matchAll: async () =>
          this.#device.tabs.map((tab) => ({ visibilityState: tab.isVisible ? 'visible' : 'hidden' })),
      },
      skipWaiting: async () => {},
    };
  }

  #start(): Started {
    if (this.#started !== null) return this.#started;
    this.#starts += 1;
    const device = this.#device;
    const context = new Context(device.world, `${device.name} sw ${this.#starts}`);
    const drain = new Drain({
      openDirectory: () => device.directory,
      open: (account) => openParts(device, context, { account, host: 'service worker' }),
      timers: context.timers,
      isToBeReplaced: () => false,
      onTooOld: () => {},
    });
    const started: Started = { context, drain, pending: 0 };
    this.#started = started;
    context.onDeath(() => {
      if (this.#started === started) this.#started = null;
    });
    this.#idle(started);
    return started;
  }

  async #keep(started: Started, work: Promise<unknown>): Promise<boolean> {
    started.pending += 1;
    const { world } = this.#device;
    const tooLong = world.after(longestEventMs, `${started.context.name} has taken too long`, () =>
      started.context.kill(),
    );
    const isDone = await work.then(
      () => true,
      () => false,
    );
    tooLong.run = null;
    started.pending -= 1;
    this.#idle(started);
    return isDone;
  }

  #idle(started: Started): void {
    this.#device.world.after(idleMs, `${started.context.name} is idle`, () => {
      if (started.pending === 0) started.context.kill();
    });
  }
}
