import 'fake-indexeddb/auto';
import { describe, test } from 'vitest';
import { connectionCases } from './connection-cases.ts';

describe('a connection over fake-indexeddb', () => {
  test.each(connectionCases)('$name', ({ run }) => run());
});
