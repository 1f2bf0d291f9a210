import type { Store } from '../../src/storage/store.ts';

/** Opens a store. Two that are open under one name are two contexts over one database that hear each other's hints. */
export type OpenStore = (name: string) => Promise<Store>;

export interface ContractCase {
  readonly name: string;
  run(open: OpenStore): Promise<void>;
}

/** Opens stores for one case and clears up behind it. */
export interface Opener {
  readonly open: OpenStore;
  clear(): Promise<void>;
}

let made = 0;

/** A database name that no other case and no other run has. */
export function freshName(): string {
  return `contract-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}-${made++}`;
}

export async function runCase(one: ContractCase, opener: Opener): Promise<void> {
  try {
    await one.run(opener.open);
  } finally {
    await opener.clear();
  }
}
