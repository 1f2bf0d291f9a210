import type { Directory } from '../../src/storage/directory.ts';
import type { Store } from '../../src/storage/store.ts';

/** Opens a store. Two that are open under one name are two contexts over one database that hear each other's hints. */
export type OpenStore = (name: string) => Promise<Store>;

/** Opens the directory of a name, as a store is opened. */
export type OpenDirectory = (name: string) => Directory;

export interface CaseFor<Open> {
  readonly name: string;
  run(open: Open): Promise<void>;
}

export type ContractCase = CaseFor<OpenStore>;

/** Opens stores for one case and clears up behind it. */
export interface OpenerOf<Open> {
  readonly open: Open;
  clear(): Promise<void>;
}

export type Opener = OpenerOf<OpenStore>;

let made = 0;

/** A database name that no other case and no other run has. */
export function freshName(): string {
  return `contract-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}-${made++}`;
}

export async function runCase<Open>(one: CaseFor<Open>, opener: OpenerOf<Open>): Promise<void> {
  try {
    await one.run(opener.open);
  } finally {
    await opener.clear();
  }
}
