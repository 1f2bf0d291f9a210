import { type Choices, createChoices } from './choices.ts';
import { EventQueue, type Queued } from './event-queue.ts';
import { drawSettings, type Fault, type WorldSettings } from './settings.ts';

/** A law that was broken, and what was seen. */
export interface Violation {
  readonly law: number;
  readonly words: string;
  readonly step: number;
}

const remembered = 60;

/** One world: its time, its chance, and what happens in it, one event at a time. */
export class World {
  readonly seed: number;
  readonly choices: Choices;
  readonly settings: WorldSettings;
  /** How often each fault struck, and each state was reached. */
  readonly counts = new Map<string, number>();
  readonly violations: Violation[] = [];
  readonly listen: ((line: string) => void) | null;
  /** Faults have stopped: what is left is to drain. */
  isCalm = false;
  /** True time, in milliseconds since 1970; devices have clocks of their own. */
  now = 1_750_000_000_000;
  steps = 0;
  readonly #queue = new EventQueue();
  readonly #recent: string[] = [];
  #hash = 0x811c9dc5;

  constructor(seed: number, listen: ((line: string) => void) | null = null) {
    this.seed = seed;
    this.choices = createChoices(seed);
    this.settings = drawSettings(this.choices);
    this.listen = listen;
  }

  /** Calls back after a while of true time. */
  after(delayMs: number, label: string, run: () => void): Queued {
    return this.#queue.put(this.now + Math.max(0, delayMs), label, run);
  }

  /** Takes the next event and lets everything that follows from it come to rest. False if nothing will happen any more. */
  async step(): Promise<boolean> {
    const next = this.#queue.take();
    if (next === null || next.run === null) return false;
    this.now = next.at;
    this.steps += 1;
    this.note(next.label);
    next.run();
    await turn();
    return true;
  }

  /** Whether a fault strikes here, by this world's rate of it. */
  strikes(fault: Fault): boolean {
    const rate = this.settings.rates[fault];
    if (this.isCalm || rate === 0 || !this.choices.chance(rate)) return false;
    this.count(`fault: ${fault}`);
    return true;
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  /** Becomes part of the trace: two runs of one seed have to write the same. */
  note(line: string): void {
    const entry = `${Math.round(this.now - 1_750_000_000_000)} ${line}`;
    for (let index = 0; index < entry.length; index += 1) {
      this.#hash = Math.imul(this.#hash ^ entry.charCodeAt(index), 0x01000193);
    }
    this.#recent.push(entry);
    if (this.#recent.length > remembered * 2) this.#recent.splice(0, remembered);
    this.listen?.(entry);
  }

  violate(law: number, words: string): void {
    this.note(`VIOLATION of law ${law}: ${words}`);
    this.violations.push({ law, words, step: this.steps });
  }

  trace(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0');
  }

  lastEvents(): readonly string[] {
    return this.#recent.slice(-remembered);
  }
}

/** All promises that can settle have settled. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
