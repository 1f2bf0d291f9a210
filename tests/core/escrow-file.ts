import type { EscrowSource } from '../../src/core/escrow-file.ts';
import type { ETag } from '../../src/core/row.ts';
import { accounts, contacts } from '../fixtures/tables.ts';
import { change } from './changes.ts';

/** One change in each state, of the person Dana in the demo. */
export function source(more: Partial<EscrowSource> = {}): EscrowSource {
  const theirs = { etag: 'W/"9"' as ETag, values: { city: 'Rome' } };
  return {
    account: {
      database: 'landfall:demo:dana',
      environment: { id: 'demo', name: 'Demo', url: 'https://demo.example/', dialect: 'dataverse' },
      person: { id: 'dana', name: 'Dana' },
    },
    storeId: 'store 1',
    outbox: [
      change({ table: 'account', kind: 'create', baseETag: null, values: { name: 'New' }, group: 'g' }),
      change({
        table: 'account',
        values: { city: 'Paris' },
        oldValues: { city: 'Oslo' },
        state: { kind: 'maybe sent' },
      }),
      change({ table: 'account', kind: 'delete', state: { kind: 'sending', fence: 4, isRepeat: true }, attempts: 3 }),
      change({ table: 'account', state: { kind: 'conflict', theirs } }),
      change({ table: 'account', kind: 'create', state: { kind: 'parked', why: 'refused' } }),
    ],
    tables: [accounts, contacts],
    now: Date.UTC(2026, 10, 25, 9, 42),
    ...more,
  };
}
