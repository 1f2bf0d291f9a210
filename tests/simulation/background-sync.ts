import type { Ring } from '../../src/platform/platform.ts';
import type { Device } from './device.ts';

/** Waits before each try, and how long one may take (docs/facts/platform.md §1.2). */
const waitsMs = [0, 5 * 60_000, 15 * 60_000];
const longestTryMs = 3 * 60_000;

type State =
  | { readonly kind: 'none' }
  | { readonly kind: 'waiting'; readonly tries: number; readonly isDue: boolean }
  | { readonly kind: 'firing'; readonly event: number; readonly isRungAgain: boolean };

/** The one Background Sync registration of a device. */
export class BackgroundSync {
  readonly #device: Device;
  #state: State = { kind: 'none' };
  #events = 0;

  constructor(device: Device) {
    this.#device = device;
  }

  get isWaiting(): boolean {
    return this.#state.kind === 'waiting';
  }

  async register(): Promise<Ring> {
    const { world, settings, tabs } = this.#device;
    if (!settings.hasBackgroundSync) return 'absent';
    if (tabs.length === 0) return 'refused';
    if (world.strikes('sync registration lost')) return 'registered';
    if (this.#state.kind === 'firing') this.#state = { ...this.#state, isRungAgain: true };
    if (this.#state.kind === 'none') this.#wait(0);
    return 'registered';
  }

  /** Something it may have waited for has changed: the line, or the browser's being there. */
  look(): void {
    const state = this.#state;
    if (state.kind !== 'waiting' || !state.isDue) return;
    if (this.#device.line === 'cut' || !this.#device.isBrowserRunning) return;
    void this.#fire(state.tries);
  }

  /** The browser's process has ended: what was firing is due once more. */
  interrupt(): void {
    if (this.#state.kind === 'firing') this.#wait(0);
  }

  forget(): void {
    this.#state = { kind: 'none' };
  }

  #wait(tries: number): void {
    const { world, name } = this.#device;
    const waiting: State = { kind: 'waiting', tries, isDue: false };
    this.#state = waiting;
    world.after((waitsMs[tries] ?? 0) + world.choices.between(1, 500), `${name} sync is due`, () => {
      if (this.#state !== waiting) return;
      this.#state = { ...waiting, isDue: true };
      this.look();
    });
  }

  async #fire(tries: number): Promise<void> {
    const { world, worker, name } = this.#device;
    world.count('sync events');
    this.#events += 1;
    const event = this.#events;
    this.#state = { kind: 'firing', event, isRungAgain: false };
    let settle: (isDone: boolean) => void = () => {};
    const tooLong = world.after(longestTryMs, `${name} sync took too long`, () => settle(false));
    const isDone = await new Promise<boolean>((resolve) => {
      settle = resolve;
      void worker.ring(tries + 1 >= waitsMs.length).then(resolve);
    });
    tooLong.run = null;
    const state = this.#state;
    // Interrupted or forgotten meanwhile.
    if (state.kind !== 'firing' || state.event !== event) return;
    if (state.isRungAgain) this.#wait(0);
    else if (isDone || tries + 1 >= waitsMs.length) this.#state = { kind: 'none' };
    else this.#wait(tries + 1);
  }
}
