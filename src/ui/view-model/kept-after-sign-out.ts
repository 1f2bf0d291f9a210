import { heldByPerson } from '../../core/sendable.ts';
import type { LeaveTexts } from '../texts/leave.ts';
import type { ChangeFacts } from './change-stage.ts';
import { countText } from './number-text.ts';

/** What becomes of the outbox after leaving: what goes when the person is back, and what does not go by itself. */
export function keptAfterSignOut(
  { outbox, tables }: ChangeFacts,
  { locale, texts }: { readonly locale: string; readonly texts: LeaveTexts },
): string {
  const held = heldByPerson(outbox);
  const named = new Set(tables.map(({ name }) => name));
  const others = outbox.filter(({ id }) => !held.has(id));
  const unnamed = others.filter(({ table }) => !named.has(table)).length;
  if (held.size === 0 && unnamed === 0) return texts.signOutKept;
  const part = (count: number, say: (count: string, isOne: boolean) => string) =>
    count === 0 ? [] : [say(countText(count, locale), count === 1)];
  return texts.signOutKeptBy(
    [
      ...part(others.length - unnamed, texts.signOutGoing),
      ...part(held.size, texts.signOutHeld),
      ...part(unnamed, texts.signOutUnnamed),
    ].join(', '),
  );
}
