import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Entry {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
interface LockFile {
  readonly packages: Readonly<Record<string, Entry>>;
}

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as LockFile;

/** `npm ci` refuses a lock without them, and on another platform `npm install` would lack its binaries. */
function missingOptional({ packages }: LockFile): readonly string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isFound(packages, path, name)),
  );
}

/** As Node resolves: in the package's own node_modules, or in one of a folder above. */
function isFound(packages: LockFile['packages'], from: string, name: string): boolean {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('node_modules/') - 1))) {
    if (`${place === '' ? '' : `${place}/`}node_modules/${name}` in packages) return true;
    if (place === '') return false;
  }
}

test('every optional platform package is in the lock file', () => {
  expect(missingOptional(lock)).toEqual([]);
});

test('a missing one is noticed, a nested one is found', () => {
  const optionalDependencies = { b: '1' };
  const packages = { 'node_modules/a': { optionalDependencies } };
  expect(missingOptional({ packages })).toEqual(['b']);
  expect(missingOptional({ packages: { ...packages, 'node_modules/a/node_modules/b': {} } })).toEqual([]);
  expect(missingOptional({ packages: { ...packages, 'node_modules/b': {} } })).toEqual([]);
});

test('no package is bound to the registry that the lock file was made with', () => {
  expect(Object.keys(lock.packages).filter((path) => lock.packages[path]?.resolved !== undefined)).toEqual([]);
});
