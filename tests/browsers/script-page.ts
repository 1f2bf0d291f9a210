import { setTimeout } from 'node:timers/promises';
import { type AppPage, defaultDeadlineMs, type Target } from './app-driver.ts';
import * as inPage from './in-page.ts';
import { callOf, type Json, jsonOf, type Kit, kitCallOf, patternOf, untilCallOf } from './page-script.ts';

/** What an engine has to do for `ScriptPage`, which does the rest by scripts in the page. */
export interface Engineered<Handle> {
  /** Evaluates an expression in the page, awaits it, and returns the result as JSON; undefined if there is none. */
  evaluate(expression: string): Promise<unknown>;
  /** Evaluates an expression that comes to an element. */
  element(expression: string): Promise<Handle>;
  click(element: Handle): Promise<void>;
  /** Whether an error says that the page went elsewhere, or the element away, while we were at it. */
  isMoved(error: unknown): boolean;
  /** Longest wait in one go, where a waiting command holds up every other. */
  readonly longestWaitMs?: number;
}

/** A page by scripts: the same finding and waiting in each engine, with real clicks and keys. */
export abstract class ScriptPage<Handle> implements AppPage {
  readonly #engine: Engineered<Handle>;

  constructor(engine: Engineered<Handle>) {
    this.#engine = engine;
  }

  abstract goto(url: string): Promise<void>;
  abstract reload(): Promise<void>;
  abstract url(): Promise<string>;
  abstract bringToFront(): Promise<void>;
  abstract close(): Promise<void>;
  abstract press(key: string): Promise<void>;
  abstract screenshot(path: string): Promise<void>;
  protected abstract typeInto(element: Handle, text: string): Promise<void>;

  async evaluate<A extends readonly Json[], R>(run: (...args: A) => R | Promise<R>, ...args: A): Promise<R> {
    return (await this.#engine.evaluate(callOf(run, args))) as R;
  }

  async click(target: Target): Promise<void> {
    await this.#withElement(target, (element) => this.#engine.click(element));
  }

  async fill(target: Target, value: string): Promise<void> {
    await this.#settle(`fill ${nameOf(target)}`, (left) => this.#kit(inPage.fill, jsonOf(target), value, left));
  }

  async type(target: Target, text: string): Promise<void> {
    await this.#withElement(target, (element) => this.typeInto(element, text));
  }

  async text(target?: Target): Promise<string> {
    const wanted = target === undefined ? null : jsonOf(target);
    return (await this.#settle('read the text', (left) => this.#kit(inPage.text, wanted, left))) as string;
  }

  async value(target: Target): Promise<string> {
    return (await this.#settle('read a value', (left) => this.#kit(inPage.value, jsonOf(target), left))) as string;
  }

  async count(target: Target): Promise<number> {
    return (await this.#settle('count', () => this.#kit(inPage.count, jsonOf(target)))) as number;
  }

  async waitFor(target: Target, deadlineMs = defaultDeadlineMs): Promise<void> {
    const waiting = `wait for ${nameOf(target)}`;
    await this.#settle(waiting, (left) => this.#kit(inPage.waitFor, jsonOf(target), left), deadlineMs);
  }

  async waitForGone(target: Target, deadlineMs = defaultDeadlineMs): Promise<void> {
    const waiting = `wait until there is no ${nameOf(target)}`;
    await this.#settle(waiting, (left) => this.#kit(inPage.waitForGone, jsonOf(target), left), deadlineMs);
  }

  async waitForText(
    text: string | RegExp,
    options: { readonly within?: Target; readonly deadlineMs?: number } = {},
  ): Promise<void> {
    const within = options.within === undefined ? null : jsonOf(options.within);
    const ask = (left: number) => this.#kit(inPage.waitForText, patternOf(text), within, left);
    await this.#settle(`wait for the text ${text}`, ask, options.deadlineMs);
  }

  async waitForFunction<A extends readonly Json[], R>(
    run: (...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<NonNullable<R>> {
    const ask = (left: number) => this.#engine.evaluate(untilCallOf(run, args, left));
    return (await this.#settle(`wait until ${run}`, ask)) as NonNullable<R>;
  }

  #kit(run: (kit: Kit, ...args: never[]) => unknown, ...args: readonly Json[]): Promise<unknown> {
    return this.#engine.evaluate(kitCallOf(run, args));
  }

  async #withElement(target: Target, act: (element: Handle) => Promise<void>): Promise<void> {
    await this.#settle(`use ${nameOf(target)}`, async (left) => {
      await act(await this.#engine.element(kitCallOf(inPage.one, [jsonOf(target), left])));
    });
  }

  /** Does a step, again if the page went elsewhere or was drawn anew meanwhile, until the deadline. */
  async #settle<R>(what: string, step: (leftMs: number) => Promise<R>, deadlineMs = defaultDeadlineMs): Promise<R> {
    const end = performance.now() + deadlineMs;
    for (;;) {
      try {
        const left = Math.max(1, Math.round(end - performance.now()));
        return await step(Math.min(left, this.#engine.longestWaitMs ?? left));
      } catch (error) {
        if (performance.now() < end && String(error).includes('landfall: waited ')) continue;
        if (performance.now() < end && this.#engine.isMoved(error)) {
          await setTimeout(50);
          continue;
        }
        throw new Error(`could not ${what}: ${error instanceof Error ? error.message : error}`, { cause: error });
      }
    }
  }
}

function nameOf(target: Target): string {
  return JSON.stringify(jsonOf(target));
}
