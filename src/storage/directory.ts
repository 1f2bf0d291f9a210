import type { Account, Environment } from '../core/session.ts';
import type { BrowserSeen } from '../core/wake.ts';

/** What this device remembers across people: which databases there are, and who used it last. */
export interface Directory {
  accounts(): Promise<readonly Account[]>;
  saveAccount(account: Account): Promise<void>;
  /** The account shown when the app opens; null when nobody is signed in. */
  current(): Promise<Account | null>;
  setCurrent(database: string | null): Promise<void>;
  /** Environments as last named by `/config.json`, for when it cannot be asked. */
  environments(): Promise<readonly Environment[]>;
  saveEnvironments(environments: readonly Environment[]): Promise<void>;
  /** The browser that pages of this device last ran in: a service worker cannot see whether the app is installed. */
  seenIn(): Promise<BrowserSeen>;
  saveSeenIn(seenIn: BrowserSeen): Promise<void>;
  close(): void;
}
