import { openChannel } from '../platform/browser/both/open-channel.ts';

const channelName = 'landfall:account';

/** Tells the other tabs of this app when somebody signed in or out here, so that none goes on showing another's rows. */
export function joinTabs(onAccountChanged: () => void): { accountChanged(): void } {
  // Without channels tabs do not hear each other; the expectation says so.
  if (typeof BroadcastChannel === 'undefined') return { accountChanged: () => {} };
  const channel = openChannel(channelName, onAccountChanged);
  return { accountChanged: () => channel.post('changed') };
}
