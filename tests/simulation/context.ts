import type { Timers } from '../../src/platform/platform.ts';
import type { World } from './world.ts';

type Life = 'running' | 'frozen' | 'dead';

/**
 * One tab with its data worker, or one service worker, as far as its code can tell. Whatever comes to it from outside
 * comes as an event: late, once it thaws, or never, once it is dead. Code runs on nothing else, so killing or freezing it
 * between two events stops it at one of its awaits.
 */
export class Context {
  readonly name: string;
  readonly world: World;
  readonly #onDeath: (() => void)[] = [];
  #life: Life = 'running';
  #held: { readonly label: string; readonly run: () => void }[] = [];

  constructor(world: World, name: string) {
    this.world = world;
    this.name = name;
  }

  get isAlive(): boolean {
    return this.#life !== 'dead';
  }

  get isFrozen(): boolean {
    return this.#life === 'frozen';
  }

  /** Returns how to call it off. */
  deliver(delayMs: number, label: string, run: () => void): () => void {
    const queued = this.world.after(delayMs, `${this.name} ${label}`, () => this.receive(label, run));
    return () => {
      queued.run = null;
    };
  }

  /** As `deliver`, for what is already here. */
  receive(label: string, run: () => void): void {
    if (this.#life === 'dead') return;
    if (this.#life === 'frozen') this.#held.push({ label, run });
    else run();
  }

  onDeath(listener: () => void): void {
    this.#onDeath.push(listener);
  }

  kill(): void {
    if (this.#life === 'dead') return;
    this.#life = 'dead';
    this.#held = [];
    this.world.note(`${this.name} dies`);
    for (const listener of this.#onDeath) listener();
  }

  freeze(): void {
    if (this.#life === 'running') this.#life = 'frozen';
  }

  thaw(): void {
    if (this.#life !== 'frozen') return;
    this.#life = 'running';
    const held = this.#held;
    this.#held = [];
    for (const { label, run } of held) this.deliver(0, `${label} (thawed)`, run);
  }

  readonly timers: Timers = {
    after: (delayMs, callback) => {
      if (!this.isAlive) return () => {};
      let isCancelled = false;
      const late = this.world.strikes('timer late') ? this.world.choices.between(0, 60_000) : 0;
      const cancel = this.deliver(delayMs + late, 'timer', () => {
        // Cancelled while it was held by a freeze.
        if (!isCancelled) callback();
      });
      return () => {
        isCancelled = true;
        cancel();
      };
    },
  };
}
