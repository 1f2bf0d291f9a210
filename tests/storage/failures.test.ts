import Dexie from 'dexie';
import { expect, test } from 'vitest';
import { toStoreFailure } from '../../src/storage/dexie/failures.ts';
import { FenceLost, StoreFailure } from '../../src/storage/store.ts';

const named = (name: string, more: object = {}) => Object.assign(new Error('words'), { name, ...more });

test.each([
  ['a full disk', named('QuotaExceededError'), 'quota exceeded'],
  ['a full disk inside an abort', named('AbortError', { inner: named('QuotaExceededError') }), 'quota exceeded'],
  ['a full disk at opening', named('OpenFailedError', { inner: named('QuotaExceededError') }), 'quota exceeded'],
  ['a closed database', new Dexie.DatabaseClosedError('closed'), 'connection lost'],
  ['a lost connection in WebKit', named('UnknownError'), 'connection lost'],
  ['a closing connection', named('InvalidStateError'), 'connection lost'],
  ['an abort of the engine', named('AbortError'), 'connection lost'],
  ['a version of the future', named('VersionError'), 'newer version'],
  ['a store that is missing', named('NotFoundError'), 'broken'],
] as const)('%s', (_what, error, kind) => {
  const failure = toStoreFailure(error);
  expect(failure).toBeInstanceOf(StoreFailure);
  expect(failure).toMatchObject({ kind, cause: error });
});

test('what is ours passes through', () => {
  const ours = [new FenceLost(1, 2), new StoreFailure('broken', 'x'), new Error('bug'), new TypeError('bug'), 'text'];
  for (const error of ours) expect(toStoreFailure(error)).toBe(error);
});

test('a failure of ours inside one of the database comes out', () => {
  const ours = new StoreFailure('newer version', 'x');
  expect(toStoreFailure(named('OpenFailedError', { inner: ours }))).toBe(ours);
});
