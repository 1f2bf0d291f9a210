import { describe, expect, it } from 'vitest';
import { canaryText } from '../../src/ui/view-model/canary-text.ts';
import { noticeTexts } from '../../src/ui/view-model/device-texts.ts';

const at = (hour: number, minute: number) => new Date(2026, 10, 25, hour, minute).getTime();
const reader = { now: at(12, 0), locale: 'en-GB' };
const evicted = { kind: 'evicted', id: 'e', at: at(11, 30), lastReportAt: at(10, 42) } as const;

describe('what is said of deleted data', () => {
  it('names when, how many, and as of when', () => {
    const { title, sentences } = noticeTexts({ ...evicted, unsent: 3 }, reader);
    expect(title).toBe('The browser deleted Landfall’s data on this device.');
    expect(sentences.slice(0, 3)).toEqual([
      'That was between 10:42 and 11:30.',
      '3 changes had not arrived at the service at 10:42, and are gone from here.',
      'What was saved after that is not counted.',
    ]);
    expect(noticeTexts({ ...evicted, unsent: 1 }, reader).sentences[1]).toBe(
      '1 change had not arrived at the service at 10:42, and is gone from here.',
    );
    expect(noticeTexts({ ...evicted, unsent: 0 }, reader).sentences[1]).toBe(
      'At 10:42 nothing of yours waited to be sent.',
    );
  });

  it('says that it cannot know where nothing stands by', () => {
    expect(canaryText({ kind: 'none' }, reader)[0]).toContain('would not notice');
    expect(canaryText({ kind: 'not asked' }, reader)[0]).toContain('cannot know');
    const [kept] = canaryText({ kind: 'kept', reportedAt: at(11, 58), unsent: 2, others: [] }, reader);
    expect(kept).toBe('The service last heard from this device at 11:58: 2 changes waited.');
  });
});

it('a restored service: how many are missing, and since when', () => {
  const notice = { kind: 'service restored', id: 'r', at: at(11, 0), missing: 4, missingSince: at(9, 15) } as const;
  const said = noticeTexts(notice, reader);
  expect(said.title).toBe('The service went back to a backup.');
  expect(said.sentences[0]).toContain(
    '4 changes of yours, which had arrived at 09:15 or later, were found missing there.',
  );
});
