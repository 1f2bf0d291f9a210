import type { OperatingSystem } from './recognised-platform.ts';

/** Where Landfall is when it is not in front of the person. `closed`: no window of it exists any more. */
export const awayStates = ['hidden', 'locked', 'closed'] as const;
export type AwayState = (typeof awayStates)[number];

/**
 * Browsers with the same background behaviour. `Chromium` is every Chromium browser that has no rows of its own;
 * `Safari` is every browser of iOS and iPadOS, all of them WebKit.
 */
export type BrowserFamily = 'Chromium' | 'Edge' | 'Firefox' | 'Safari' | 'WebKitGTK' | 'in-app browser';

/**
 * `full`: goes on by itself to the end. `limited`: goes on by itself, within limits. `only while open`: goes on while a
 * window of the app exists. `none`: stops until the app is in front again.
 */
export type Level = 'full' | 'limited' | 'only while open' | 'none';

/** Something that lets work go on, or ends it, with its limit. */
export type Mechanism =
  /** The page's own workers run on; `stopsAfterMs` null if nothing is known to stop them. */
  | { readonly kind: 'page runs on'; readonly stopsAfterMs: number | null; readonly condition: string | null }
  /** One-off Background Sync: the waits before each try, and the longest one may take. */
  | {
      readonly kind: 'one-off sync';
      readonly triesAfterMs: readonly number[];
      readonly eachMs: number;
      /** Who keeps the registration alive: the OS starts the browser for it, or the browser must be running. */
      readonly wokenBy: 'operating system' | 'running browser';
    }
  | { readonly kind: 'periodic sync'; readonly atLeastEveryMs: number }
  /** The service worker may finish what it began after the last window is gone. */
  | { readonly kind: 'service worker grace'; readonly graceMs: number }
  /** The system runs the app now and then, for at most this long at a time. */
  | { readonly kind: 'bursts'; readonly upToMs: number; readonly condition: string }
  /** The app runs on; null if without a limit. */
  | { readonly kind: 'app runs on'; readonly upToMs: number | null; readonly condition: string }
  /** What the site saved may be deleted after this much use of the browser without a visit. */
  | { readonly kind: 'storage deleted'; readonly afterMs: number };

interface Sourced {
  readonly os: OperatingSystem;
  readonly state: AwayState;
  readonly level: Level;
  readonly mechanisms: readonly Mechanism[];
  /** Settings that change this and that no web page can read. */
  readonly unseen: readonly string[];
  /** Where this is from: a section of docs/facts, or Microsoft's document. */
  readonly source: string;
  readonly grade: 'measured' | 'source code' | 'vendor document' | 'secondary' | 'inferred';
  /** Day it was read or measured, as year-month-day. */
  readonly date: string;
}

/** What a web app gets. No row says `full`: every browser sets limits. */
export interface WebPolicyRow extends Sourced {
  readonly who: 'web app';
  readonly browser: BrowserFamily;
  readonly install: 'installed' | 'tab' | 'either';
}

/** What the native Power Apps app gets, by Microsoft's document. Shown beside the web's row, never used for it. */
export interface PowerAppsPolicyRow extends Sourced {
  readonly who: 'Power Apps app';
}

export type PolicyRow = WebPolicyRow | PowerAppsPolicyRow;
