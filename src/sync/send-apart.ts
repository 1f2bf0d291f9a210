import { atOnce } from './at-once.ts';
import { endsCycle } from './cycle-end.ts';
import { sendChange } from './send-change.ts';
import { asBefore, keep, type Sending, type Settlement } from './settlement.ts';

const mostAtOnce = 4;

/**
 * Sends changes in requests of their own, several at the same time. After an answer that concerns the whole service the
 * others stay where they are.
 */
export async function sendApart(sendings: readonly Sending[]): Promise<readonly Settlement[]> {
  const settlements: Settlement[] = [];
  // A delete goes by itself: one made earlier, such as taking a link away, may be what makes it possible.
  const most = sendings.some(({ change }) => change.kind === 'delete') ? 1 : mostAtOnce;
  await atOnce(sendings, most, async (sending) => {
    const isOver = settlements.some(({ hindrance }) => hindrance !== null && endsCycle(hindrance));
    const settlement = isOver ? asBefore(sending, null) : await sendChange(sending);
    await keep(sending, [settlement]);
    settlements.push(settlement);
  });
  return settlements;
}
