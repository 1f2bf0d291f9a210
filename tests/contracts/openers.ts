import Dexie from 'dexie';
import type { CommitHints } from '../../src/core/commit-hints.ts';
import { openDexieDirectory } from '../../src/storage/dexie/dexie-directory.ts';
import { openDexieStore } from '../../src/storage/dexie/dexie-store.ts';
import type { Directory } from '../../src/storage/directory.ts';
import { MemoryDisk } from '../../src/storage/memory/memory-disk.ts';
import { MemoryDirectory } from '../../src/storage/memory-directory.ts';
import { MemoryStore } from '../../src/storage/memory-store.ts';
import type { Store } from '../../src/storage/store.ts';
import type { OpenDirectory, Opener, OpenerOf } from './contract.ts';

/** Hints between the stores of one name, each heard by all others in a later task, as a BroadcastChannel does. */
export function hintHub(): (name: string) => CommitHints {
  const rooms = new Map<string, Set<() => void>>();
  return (name) => {
    const room = rooms.get(name) ?? new Set();
    rooms.set(name, room);
    const own = new Set<() => void>();
    return {
      send: () => {
        for (const listener of room) if (!own.has(listener)) setTimeout(listener, 0);
      },
      listen: (listener) => {
        const heard = () => {
          if (own.has(heard)) listener();
        };
        own.add(heard);
        room.add(heard);
        return () => {
          own.delete(heard);
          room.delete(heard);
        };
      },
      close: () => {},
    };
  };
}

let ids = 0;
const newId = () => `store-${ids++}`;

export function memoryOpener(): Opener {
  const hints = hintHub();
  const disks = new Map<string, MemoryDisk>();
  const opened: Store[] = [];
  return {
    open: async (name) => {
      const disk = disks.get(name) ?? new MemoryDisk();
      disks.set(name, disk);
      const store = new MemoryStore({ name, hints: hints(name), newId, locale: 'de', disk });
      opened.push(store);
      return store;
    },
    clear: async () => {
      for (const store of opened) store.close();
    },
  };
}

export function dexieOpener(): Opener {
  const hints = hintHub();
  const opened: Store[] = [];
  return {
    open: async (name) => {
      const store = await openDexieStore({ name, hints: hints(name), newId, locale: 'de' });
      opened.push(store);
      return store;
    },
    clear: async () => {
      for (const store of opened) store.close();
      for (const name of new Set(opened.map((store) => store.name))) await Dexie.delete(name);
    },
  };
}

export function memoryDirectoryOpener(): OpenerOf<OpenDirectory> {
  const directories = new Map<string, Directory>();
  return {
    open: (name) => {
      const directory = directories.get(name) ?? new MemoryDirectory();
      directories.set(name, directory);
      return directory;
    },
    clear: async () => {},
  };
}

export function dexieDirectoryOpener(): OpenerOf<OpenDirectory> {
  const opened: { readonly name: string; readonly directory: Directory }[] = [];
  return {
    open: (name) => {
      const directory = openDexieDirectory(name);
      opened.push({ name, directory });
      return directory;
    },
    clear: async () => {
      for (const { directory } of opened) directory.close();
      for (const { name } of opened) await Dexie.delete(name);
    },
  };
}
