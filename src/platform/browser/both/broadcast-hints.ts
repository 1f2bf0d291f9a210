import type { CommitHints } from '../../commit-hints.ts';

/** Hints for one database: the channel's name carries environment and person, as the database's name does. */
export function createBroadcastHints(database: string): CommitHints {
  // Other contexts are not heard then; the expectation says so.
  if (typeof BroadcastChannel === 'undefined') return { send: () => {}, listen: () => () => {}, close: () => {} };
  const channel = new BroadcastChannel(`${database}:commits`);
  return {
    send: () => channel.postMessage('commit'),
    listen(listener) {
      const onMessage = () => listener();
      channel.addEventListener('message', onMessage);
      return () => channel.removeEventListener('message', onMessage);
    },
    close: () => channel.close(),
  };
}
