import type { Change, ChangeState } from './change.ts';

type StateKind = ChangeState['kind'];

/** Where a change may go from each state. Leaving the outbox is not a state: see the transactions of the store. */
const moves: { readonly [from in StateKind]: readonly StateKind[] } = {
  pending: ['sending'],
  sending: ['pending', 'maybe sent', 'conflict', 'parked'],
  'maybe sent': ['sending'],
  conflict: ['pending'],
  parked: ['pending'],
};

/** The change in its next state. Throws on an illegal move: that is a bug of ours. */
export function moveTo(change: Change, state: ChangeState): Change {
  if (!moves[change.state.kind].includes(state.kind)) {
    throw new Error(`change ${change.id}: no move from ${change.state.kind} to ${state.kind}`);
  }
  return { ...change, state };
}

/** The state in which a change goes out. */
export function sendingState(change: Change, fence: number): ChangeState {
  return { kind: 'sending', fence, isRepeat: change.state.kind === 'maybe sent' };
}
