import { MemoryDisk } from '../../src/storage/memory/memory-disk.ts';

export interface Mutation {
  readonly map: ReadonlyMap<unknown, unknown>;
  readonly key: unknown;
  readonly before: unknown;
  /** Undefined for what was removed. */
  readonly after: unknown;
}

/** A disk that tells what a transaction changed. */
export class ToldDisk extends MemoryDisk {
  /** Since it was last emptied. */
  mutations: Mutation[] = [];

  override set<K, V>(map: Map<K, V>, key: K, value: V): void {
    this.mutations.push({ map, key, before: map.get(key), after: value });
    super.set(map, key, value);
  }

  override remove<K, V>(map: Map<K, V>, key: K): void {
    if (map.has(key)) this.mutations.push({ map, key, before: map.get(key), after: undefined });
    super.remove(map, key);
  }
}
