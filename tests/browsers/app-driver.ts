import type { Json } from './page-script.ts';

/** What a person would point at: a CSS selector, or what it is and what it is called. */
export type Target = string | ByRole;

export interface ByRole {
  readonly role: string;
  /** Accessible name: the whole of it, or a pattern found in it. */
  readonly name?: string | RegExp;
  /** Only inside this one. */
  readonly within?: Target;
  /** Which one, from 0, where several are meant. */
  readonly nth?: number;
}

export type Engine = 'chromium' | 'firefox' | 'webkit';

/** A browser with a profile of its own, the same in three engines, so that one journey can be told in all of them. */
export interface AppBrowser {
  readonly engine: Engine;
  /** Opens a window (a tab) there. */
  open(url: string): Promise<AppPage>;
  /** Closes every window that `open` opened; the browser lives on (in Firefox and WebKit by a blank window). */
  closeAllAppPages(): Promise<void>;
  /** Ends the browser as a person does. Its profile is removed if it is a temporary one. */
  close(): Promise<void>;
  /** SIGKILL to every process of the browser. The profile stays. */
  kill(): Promise<void>;
}

/**
 * One window. What acts on an element waits until there is exactly one that is visible (and for clicks and input,
 * enabled), and fails after `deadlineMs` with what was on the screen.
 */
export interface AppPage {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  url(): Promise<string>;
  bringToFront(): Promise<void>;
  close(): Promise<void>;

  /** Runs a function in the page. It must be self-contained: its text is sent, nothing around it. */
  evaluate<A extends readonly Json[], R>(run: (...args: A) => R | Promise<R>, ...args: A): Promise<R>;
  click(target: Target): Promise<void>;
  /** Replaces the value of a text, number, date … field; for a `<select>`, picks the option of that label or value. */
  fill(target: Target, value: string): Promise<void>;
  /** Types into what is there, key by key. */
  type(target: Target, text: string): Promise<void>;
  /** One key to whatever has the focus: a letter, or Enter, Escape, Tab, Backspace, an arrow … */
  press(key: string): Promise<void>;
  /** Visible text of an element, or of the page. */
  text(target?: Target): Promise<string>;
  /** Value of a field. */
  value(target: Target): Promise<string>;
  /** How many visible elements match now. Never waits. */
  count(target: Target): Promise<number>;
  screenshot(path: string): Promise<void>;

  waitFor(target: Target, deadlineMs?: number): Promise<void>;
  waitForGone(target: Target, deadlineMs?: number): Promise<void>;
  /** Until the visible text of the page (or of `within`) contains this. Space runs count as one space. */
  waitForText(
    text: string | RegExp,
    options?: { readonly within?: Target; readonly deadlineMs?: number },
  ): Promise<void>;
  /** Until a self-contained function in the page returns something true; resolves with that. */
  waitForFunction<A extends readonly Json[], R>(
    run: (...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<NonNullable<R>>;
}

export const defaultDeadlineMs = 30_000;
