import type { RowMark } from '../../core/view.ts';

/** What the outbox holds for a row, in a word. */
export const markTexts = { none: '', waiting: 'Waiting', sending: 'Sending', 'needs you': 'Needs you' } satisfies {
  readonly [mark in RowMark]: string;
};
