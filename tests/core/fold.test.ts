import { describe, expect, test } from 'vitest';
import type { ChangeKind, ChangeState } from '../../src/core/change.ts';
import { fold } from '../../src/core/fold.ts';
import type { ETag } from '../../src/core/row.ts';
import { change } from './changes.ts';

const kindOf = (earlier: ChangeKind, later: ChangeKind) =>
  fold(change({ kind: earlier }), change({ kind: later }), []).kind;

describe('folding', () => {
  test.each([
    ['create', 'create', 'apart'],
    ['create', 'update', 'into earlier'],
    ['create', 'delete', 'cancelled'],
    ['update', 'create', 'apart'],
    ['update', 'update', 'into earlier'],
    ['update', 'delete', 'into later'],
    ['delete', 'create', 'apart'],
    ['delete', 'update', 'apart'],
    ['delete', 'delete', 'apart'],
  ] as const)('%s, then %s: %s', (earlier, later, expected) => {
    expect(kindOf(earlier, later)).toBe(expected);
  });

  const states: readonly ChangeState[] = [
    { kind: 'sending', fence: 1, isRepeat: false },
    { kind: 'maybe sent' },
    { kind: 'conflict', theirs: null },
    { kind: 'parked', why: 'refused' },
  ];
  test.each(states)('never happens behind a change that is $kind', (state) => {
    for (const kind of ['create', 'update'] as const) {
      const earlier = change({ kind, state, attempts: 1 });
      expect(fold(earlier, change(), []).kind).toBe('apart');
      expect(fold(earlier, change({ kind: 'delete' }), []).kind).toBe('apart');
    }
  });

  test('never happens behind a change that is pending again but was once sent', () => {
    expect(fold(change({ attempts: 1 }), change(), []).kind).toBe('apart');
  });

  test('keeps the base of the earlier change, whose columns hid what others wrote', () => {
    const newer = { baseETag: '2' as ETag };
    expect(fold(change(), change(newer), [])).toMatchObject({ change: { baseETag: '1' } });
    expect(fold(change(), change({ kind: 'delete', ...newer }), [])).toMatchObject({ change: { baseETag: '1' } });
  });

  test('is refused where the earlier change would have to wait for a later one', () => {
    const earlier = change({ kind: 'create' });
    const dependency = change({ kind: 'create' });
    expect(fold(earlier, change({ dependsOn: [dependency.id] }), [dependency]).kind).toBe('apart');
    const before = { ...dependency, order: earlier.order - 1 };
    const folded = fold(earlier, change({ dependsOn: [before.id] }), [before]);
    expect(folded).toMatchObject({ kind: 'into earlier', change: { dependsOn: [before.id] } });
  });
});
