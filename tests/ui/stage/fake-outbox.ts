import type { Answer, Change, ChangeId, ChangeState } from '../../../src/core/change.ts';
import type { ETag } from '../../../src/core/row.ts';
import { fakeKey } from './fake-rows.ts';
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

/** Changes of work orders, one row each, in the order of the levers. */
export function fakeOutbox(kinds: readonly FakeChange[]): readonly Change[] {
  return kinds.map((kind, place) => {
    const base: Change = {
      id: `change-${place}` as ChangeId,
      order: place + 1,
      kind: kind === 'new row' || kind === 'imported' ? 'create' : kind === 'delete' ? 'delete' : 'update',
      table: 'lf_workorder',
      key: fakeKey('lf_workorder', place),
      values: { lf_status: 3, lf_notes: 'Seal is worn; ordered a new one.', _lf_account_value: fakeKey('account', 5) },
      oldValues: { lf_status: (place % 4) + 1, lf_notes: null, _lf_account_value: fakeKey('account', place) },
      baseETag: etag,
      dependsOn: [],
      savedAt: stageNow - (place + 2) * 240_000,
      attempts: kind === 'waiting' || kind === 'new row' || kind === 'delete' ? 0 : 2,
      state: stateOf(kind),
      lastAnswer: answerOf(kind),
      group: null,
      merge: null,
      origin: 'here',
    };
    if (kind === 'new row' || kind === 'imported')
      return {
        ...base,
        origin: kind === 'imported' ? 'escrow file' : 'here',
        values: { lf_name: 'New job at the harbour', lf_status: 1 },
        oldValues: {},
        baseETag: null,
      };
    return kind === 'delete' ? { ...base, values: {} } : base;
  });
}

function stateOf(kind: FakeChange): ChangeState {
  switch (kind) {
    case 'sending':
      return { kind: 'sending', fence: 7, isRepeat: false };
    case 'maybe sent':
      return { kind: 'maybe sent' };
    case 'conflict':
      return {
        kind: 'conflict',
        theirs: {
          etag,
          values: { lf_status: 4, lf_notes: 'Closed by phone.', _lf_account_value: fakeKey('account', 0) },
        },
      };
    case 'gone there':
      return { kind: 'conflict', theirs: null };
    case 'parked':
      return { kind: 'parked', why: 'refused' };
    case 'imported':
      return { kind: 'parked', why: 'imported' };
    default:
      return { kind: 'pending' };
  }
}

function answerOf(kind: FakeChange): Answer | null {
  if (kind === 'parked') return refused;
  if (kind === 'conflict' || kind === 'gone there') return newer;
  return kind === 'maybe sent' || kind === 'waiting again' ? lost : null;
}
