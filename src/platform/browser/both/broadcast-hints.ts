import type { CommitHints } from '../../../core/commit-hints.ts';

/** Hints for one database: the channel's name carries environment and person, as the database's name does. */
export function createBroadcastHints(database: string): CommitHints {
  // Other contexts are not heard then; the expectation says so.
  if (typeof BroadcastChannel === 'undefined') return { send: () => {}, listen: () => () => {}, close: () => {} };
  const channel = new BroadcastChannel(`${database}:commits`);
  let isClosed = false;
  return {
    // A commit may still be ending when its store is closed: a closed channel would throw, and pass it off as failed.
    send: () => {
      if (!isClosed) channel.postMessage('commit');
    },
    listen(listener) {
      const onMessage = () => listener();
      channel.addEventListener('message', onMessage);
      return () => channel.removeEventListener('message', onMessage);
    },
    close: () => {
      isClosed = true;
      channel.close();
    },
  };
}
