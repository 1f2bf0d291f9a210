import { describe, expect, test } from 'vitest';
import type { ChangeState } from '../../src/core/change.ts';
import { beforeDelete, markOf, rebase } from '../../src/core/rebase.ts';
import { change } from './changes.ts';

describe('what is seen', () => {
  test('is the base where nothing changed', () => {
    expect(rebase({ a: 1 }, [])).toEqual({ a: 1 });
    expect(rebase(null, [])).toBeNull();
  });

  test('is the base under the changes in order, untouched itself', () => {
    const base = { a: 1, b: 1, c: 1 };
    const changes = [change({ values: { a: 2, b: 2 } }), change({ values: { b: 3 } })];
    expect(rebase(base, changes)).toEqual({ a: 2, b: 3, c: 1 });
    expect(base).toEqual({ a: 1, b: 1, c: 1 });
  });

  test('follows the base where it moved, but not in changed columns', () => {
    const changes = [change({ values: { a: 2 }, oldValues: { a: 1 } })];
    expect(rebase({ a: 1, b: 1 }, changes)).toEqual({ a: 2, b: 1 });
    expect(rebase({ a: 9, b: 9 }, changes)).toEqual({ a: 2, b: 9 });
  });

  test('is a created row, and nothing of a deleted one', () => {
    expect(rebase(null, [change({ kind: 'create', values: { a: 1 } })])).toEqual({ a: 1 });
    expect(rebase({ a: 1 }, [change(), change({ kind: 'delete' })])).toBeNull();
  });

  test('is what a change remembers where its base has left', () => {
    expect(rebase(null, [change({ values: { a: 2 }, oldValues: { a: 1 } })])).toEqual({ a: 2 });
  });

  test('before a delete is the row with its other changes, or as the delete remembers it', () => {
    const removal = change({ kind: 'delete', oldValues: { a: 1, b: 1 } });
    expect(beforeDelete({ a: 1 }, [change({ values: { a: 2 } }), removal])).toEqual({ a: 2 });
    expect(beforeDelete(null, [removal])).toEqual({ a: 1, b: 1 });
  });
});

test('the mark says what is most urgent', () => {
  const at = (state: ChangeState) => change({ state });
  const [pending, maybe] = [at({ kind: 'pending' }), at({ kind: 'maybe sent' })];
  const sending = at({ kind: 'sending', fence: 1, isRepeat: false });
  expect(markOf([])).toBe('none');
  expect(markOf([pending])).toBe('waiting');
  expect(markOf([maybe])).toBe('waiting');
  expect(markOf([sending, pending])).toBe('sending');
  expect(markOf([pending, at({ kind: 'parked', why: 'refused' })])).toBe('needs you');
  expect(markOf([at({ kind: 'conflict', theirs: null }), sending])).toBe('needs you');
});
