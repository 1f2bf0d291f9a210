import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change, ChangeId, ChangeKind, Edit } from '../../src/core/change.ts';
import { editInto } from '../../src/core/edit-into.ts';
import { rebase } from '../../src/core/rebase.ts';
import type { ETag, RowAddress, RowKey, Values } from '../../src/core/row.ts';

/** FAST_CHECK_SEED replays; FAST_CHECK_RUNS lengthens. fast-check prints the seed of a failure. */
const seed = Number(process.env.FAST_CHECK_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 300);

const rows = ['a', 'b', 'c'] as RowKey[];

interface Step {
  readonly row: number;
  readonly what: 'edit' | 'delete' | 'send';
  readonly values: Values;
  readonly pointsTo: number;
}

const steps = fc.array(
  fc.record<Step>({
    row: fc.nat(2),
    what: fc.constantFrom('edit', 'edit', 'edit', 'delete', 'send'),
    values: fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.nat(3), { maxKeys: 3 }),
    pointsTo: fc.nat(5),
  }),
  { maxLength: 25 },
);

function seen(base: Values | null, outbox: readonly Change[], key: RowKey): Values | null {
  return rebase(
    base,
    outbox.filter((change) => change.key === key),
  );
}

/** The outbox after an edit, by the decision of core; as the store does it. */
function saved(outbox: readonly Change[], edit: Edit, order: number): Change[] {
  const move = editInto(
    outbox.filter(({ key }) => key === edit.key || edit.references.some((to) => to.key === key)),
    edit,
  );
  switch (move.kind) {
    case 'add':
      return [...outbox, { ...move.change, order }];
    case 'replace':
      return outbox.map((change) => (change.id === move.change.id ? move.change : change));
    case 'add and remove':
      return [...outbox.filter((change) => change !== move.removed), { ...move.change, order }];
    case 'cancel':
      return outbox.filter((change) => change !== move.removed);
  }
}

test(`folding never changes what is seen, and no change waits for a later one (seed ${seed})`, () => {
  fc.assert(
    fc.property(steps, fc.subarray(rows), (history, present) => {
      const base = (key: RowKey): Values | null => (present.includes(key) ? { x: 0, y: 0 } : null);
      let folded: Change[] = [];
      let plain: Change[] = [];
      let order = 0;
      for (const step of history) {
        const key = rows[step.row] as RowKey;
        if (step.what === 'send') {
          const first = folded.findIndex((change) => change.key === key);
          folded = folded.map((change, index) =>
            index === first
              ? { ...change, attempts: 1, state: { kind: 'sending', fence: 1, isRepeat: false } }
              : change,
          );
          continue;
        }
        const now = seen(base(key), plain, key);
        if (step.what === 'delete' && now === null) continue;
        order++;
        const kind: ChangeKind = step.what === 'delete' ? 'delete' : now === null ? 'create' : 'update';
        const target = rows[step.pointsTo];
        const references: RowAddress[] = target && target !== key ? [{ table: 't', key: target }] : [];
        const edit: Edit = {
          id: `c${order}` as ChangeId,
          kind,
          table: 't',
          key,
          values: kind === 'delete' ? {} : step.values,
          oldValues: kind === 'create' ? {} : pick(now ?? {}, kind === 'delete' ? null : step.values),
          baseETag: kind === 'create' ? null : ('1' as ETag),
          references,
          savedAt: order,
        };
        folded = saved(folded, edit, order);
        plain = [
          ...plain,
          {
            ...edit,
            order,
            dependsOn: [],
            attempts: 0,
            state: { kind: 'pending' },
            lastAnswer: null,
            group: null,
            merge: null,
            origin: 'here',
          },
        ];

        for (const one of rows) expect(seen(base(one), folded, one)).toEqual(seen(base(one), plain, one));
        for (const change of folded) {
          for (const id of change.dependsOn) {
            const dependency = folded.find((other) => other.id === id);
            if (dependency) expect(dependency.order).toBeLessThan(change.order);
          }
        }
        const unsent = new Set<string>();
        for (const change of folded.filter(({ attempts, kind: one }) => attempts === 0 && one === 'update')) {
          expect(unsent.has(change.key) && change.dependsOn.length === 0).toBe(false);
          unsent.add(change.key);
        }
      }
    }),
    { seed, numRuns },
  );
});

function pick(values: Values, of: Values | null): Values {
  if (of === null) return values;
  return Object.fromEntries(Object.keys(of).map((name) => [name, values[name] ?? null]));
}
