import { describe, test } from 'vitest';
import { connectionCases } from './connection-cases.ts';

describe('a connection in a real browser', () => {
  test.each(connectionCases)('$name', ({ run }) => run());
});
