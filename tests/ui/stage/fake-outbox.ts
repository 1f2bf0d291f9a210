import type { Answer, Change, ChangeId, ChangeState } from '../../../src/core/change.ts';
import type { ETag, Values } from '../../../src/core/row.ts';
import { fakeKey, fakeRow } from './fake-rows.ts';
import { type FakeChange, stageNow } from './levers.ts';

const etag = 'W/"1001"' as ETag;
const refused: Answer = {
  status: 403,
  code: '0x80040220',
  message: 'Principal user (Jonas Weber) is missing prvWriteworkorder privilege on this row.',
  at: stageNow - 40_000,
};
const lost: Answer = {
  status: 0,
  code: '',
  message: 'The connection was cut before an answer came.',
  at: stageNow - 60_000,
};
const newer: Answer = {
  status: 412,
  code: '0x80060882',
  message: 'The version of the existing record does not match.',
  at: stageNow - 50_000,
};

const firstKey = fakeKey('account', 9000);

/** Changes of work orders, one row each, in the order of the levers. */
export function fakeOutbox(kinds: readonly FakeChange[]): readonly Change[] {
  return kinds.map((kind, place) => {
    const row = fakeRow('lf_workorder', place).values;
    const values = {
      lf_status: 3,
      lf_notes: 'Seal is worn; ordered a new one.',
      _lf_account_value: fakeKey('account', 5),
    };
    const base: Change = {
      id: `change-${place}` as ChangeId,
      order: place + 1,
      kind: 'update',
      table: 'lf_workorder',
      key: fakeKey('lf_workorder', place),
      values,
      oldValues: shownOf(row, values),
      baseETag: etag,
      dependsOn: [],
      savedAt: stageNow - (place + 2) * 240_000,
      attempts: neverSent.includes(kind) ? 0 : 2,
      state: stateOf(kind, row),
      lastAnswer: answerOf(kind),
      group: null,
      merge: null,
      origin: kind === 'imported' ? 'escrow file' : 'here',
    };
    return { ...base, ...partOf(kind, row) };
  });
}

const neverSent: readonly FakeChange[] = [
  'waiting',
  'new row',
  'delete',
  'edit of the first',
  'points to the first',
  'new and points to the first',
];

function partOf(kind: FakeChange, row: Values): Partial<Change> {
  const created = { kind: 'create', oldValues: {}, baseETag: null } as const;
  switch (kind) {
    case 'new row':
      return { ...created, values: { lf_name: 'New job at the harbour', lf_status: 1 } };
    case 'both created':
      return { ...created, values: { lf_name: 'New job at the harbour', lf_status: 1, lf_hours: 3 } };
    case 'imported':
      return {
        ...created,
        values: { lf_name: 'New job at the harbour', lf_status: 1 },
      };
    case 'parked new row':
      return {
        ...created,
        table: 'account',
        key: firstKey,
        values: { name: 'Harbour Crane Works', address1_city: 'Cork' },
      };
    case 'edit of the first':
      return { table: 'account', key: firstKey, values: { telephone1: '+353 21 1' }, oldValues: { telephone1: null } };
    case 'points to the first':
      return { values: { lf_status: 2, _lf_account_value: firstKey }, dependsOn: ['change-0' as ChangeId] };
    case 'new and points to the first':
      return {
        ...created,
        table: 'contact',
        key: fakeKey('contact', 9002),
        values: { fullname: 'Nia Doyle', _parentcustomerid_value: firstKey },
        dependsOn: ['change-0' as ChangeId],
      };
    case 'delete':
    case 'deleted here':
      return { kind: 'delete', values: {}, oldValues: row };
    case 'conflict': {
      const values = { lf_status: 3, lf_notes: 'Seal is worn; ordered a new one.', lf_hours: 2.5, lf_urgent: false };
      return { values, oldValues: shownOf(row, values) };
    }
    case 'conflict of one column':
      return { values: { lf_status: 3 }, oldValues: shownOf(row, { lf_status: 3 }) };
    default:
      return {};
  }
}

function shownOf(row: Values, values: Values): Values {
  return Object.fromEntries(Object.keys(values).map((name) => [name, row[name] ?? null]));
}

function stateOf(kind: FakeChange, row: Values): ChangeState {
  const met = { at: stageNow - 190_000, base: row };
  const theirs = {
    ...row,
    lf_status: 4,
    lf_notes: 'Closed by phone. The customer had replaced the seal already and asks for the invoice.',
    lf_urgent: false,
    _lf_account_value: fakeKey('account', 7),
    lf_price: 310,
    modifiedon: new Date(stageNow - 400_000).toISOString(),
  };
  switch (kind) {
    case 'sending':
      return { kind: 'sending', fence: 7, isRepeat: false };
    case 'maybe sent':
      return { kind: 'maybe sent' };
    case 'conflict':
    case 'conflict of one column':
    case 'deleted here':
      return { kind: 'conflict', theirs: { etag: 'W/"1002"' as ETag, values: theirs }, met };
    case 'both created':
      return { kind: 'conflict', theirs: { etag, values: { ...row, lf_hours: null } }, met: { ...met, base: null } };
    case 'gone there':
      return { kind: 'conflict', theirs: null, met };
    case 'parked':
    case 'parked new row':
      return { kind: 'parked', why: 'refused' };
    case 'missing':
      return { kind: 'parked', why: 'missing after restore' };
    case 'imported':
      return { kind: 'parked', why: 'imported' };
    default:
      return { kind: 'pending' };
  }
}

function answerOf(kind: FakeChange): Answer | null {
  if (kind === 'parked' || kind === 'parked new row') return refused;
  if (['conflict', 'conflict of one column', 'gone there', 'deleted here', 'both created'].includes(kind)) return newer;
  return kind === 'maybe sent' || kind === 'waiting again' ? lost : null;
}
