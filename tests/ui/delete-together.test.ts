import { describe, expect, it } from 'vitest';
import type { ETag, RowKey } from '../../src/core/row.ts';
import type { OpenedRow, SeenRow } from '../../src/core/view.ts';
import {
  choiceOf,
  chosenRows,
  deleteEdits,
  mostTogether,
  pointingRows,
} from '../../src/ui/view-model/delete-together.ts';
import { relationsTo } from '../../src/ui/view-model/relations.ts';
import { accounts, contacts } from '../fixtures/tables.ts';
import { reading, stateOf } from './facts.ts';

const seen = (key: string): SeenRow => ({ key: key as RowKey, values: {}, mark: 'none', lookupNames: {} });
const opened = (table: string, key: string): OpenedRow => ({
  address: { table, key: key as RowKey },
  seen: { ...seen(key), values: { name: key } },
  baseETag: `${key}-1` as ETag,
  base: null,
  changes: [],
  isDeleteWaiting: false,
});

function pointing(rows: readonly SeenRow[], from = contacts) {
  const related = relationsTo('account', [accounts, from]).map((relation) => ({ relation, rows }));
  return pointingRows(related, stateOf({ tables: [accounts, from], positions: { contact: reading(1, 2) } }).facts);
}

describe('deleting a row with those that point to it', () => {
  it('knows which must point to a row, and where not all are here', () => {
    const [one] = pointing([seen('a')]);
    expect([one?.mustPoint, one?.mayDelete, one?.isWhole]).toEqual([false, true, false]);
    const must = { ...contacts, columns: contacts.columns.map((column) => ({ ...column, isRequired: true })) };
    expect(pointing([seen('a')], must)[0]?.mustPoint).toBe(true);
  });
  it('takes only what was chosen and may be deleted, each row once', () => {
    const [one] = pointing([seen('a'), seen('b')]);
    if (one === undefined) throw new Error('nothing points there');
    const chosen = new Set([choiceOf(one)]);
    expect(chosenRows([one, one], chosen).map(({ key }) => key)).toEqual(['a', 'b']);
    expect(chosenRows([one], new Set())).toEqual([]);
    const many = pointing(Array.from({ length: mostTogether + 1 }, (_, n) => seen(`row-${n}`)));
    expect(chosenRows(many, chosen)).toEqual([]);
  });
  it('makes one group, what points before what it points to, each with the version that was seen', () => {
    let ids = 0;
    const given = { newId: () => `id-${ids++}`, savedAt: 5 };
    const edits = deleteEdits([opened('contact', 'c'), opened('account', 'a')], given);
    expect(edits.map(({ kind, key, group, baseETag, oldValues }) => [kind, key, group, baseETag, oldValues])).toEqual([
      ['delete', 'c', 'id-0', 'c-1', { name: 'c' }],
      ['delete', 'a', 'id-0', 'a-1', { name: 'a' }],
    ]);
    expect(deleteEdits([opened('account', 'a')], given)[0]?.group).toBeNull();
  });
});
