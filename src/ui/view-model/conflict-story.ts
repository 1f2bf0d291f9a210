import type { Change } from '../../core/change.ts';
import { conflictTexts as texts } from '../texts/conflict.ts';
import type { Conflict, LineKind } from './conflict.ts';
import { agoText, timeText } from './time-text.ts';

interface Told {
  readonly now: number;
  readonly locale: string;
}

/** What happened, sentence by sentence: who is mine and who theirs, when each was saved and seen. */
export function conflictStory(change: Change, conflict: Conflict, { now, locale }: Told): readonly string[] {
  const time = (at: number) => timeText(at, now, locale);
  const saved = time(change.savedAt);
  const columns = (kind: LineKind) =>
    listOf(
      conflict.lines.filter((line) => line.kind === kind).map(({ column }) => column.label),
      locale,
    );
  const isGone = conflict.kind === 'gone there' || conflict.kind === 'both deleted';
  const seen =
    conflict.theirsAt === null
      ? texts.seenUnknown
      : (isGone ? texts.goneAt : texts.seenAt)(time(conflict.theirsAt), agoText(conflict.theirsAt, now, locale));
  switch (conflict.kind) {
    case 'both changed': {
      const both = columns('both');
      return [texts.yours(saved), texts.theirsChanged, both === '' ? texts.bothNothing : texts.both(both), seen];
    }
    case 'both created': {
      const both = columns('both');
      return [texts.yourCreate(saved), texts.theirsCreated, ...(both === '' ? [] : [texts.both(both)]), seen];
    }
    case 'gone there':
      return [texts.yours(saved), texts.theirsGone, seen];
    case 'deleted here': {
      const changed = columns('theirs');
      const said = changed === '' ? texts.deletedUnknown : texts.deletedChanged(changed);
      return [texts.yourDelete(saved), texts.theirsChanged, said, seen];
    }
    case 'both deleted':
      return [texts.yourDelete(saved), texts.bothDeleted, seen];
  }
}

export function listOf(items: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(items);
}
