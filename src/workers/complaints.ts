import type { Trouble } from '../core/trouble.ts';
import type { DataEvent, TroubleSource } from '../messages/data-calls.ts';
import type { Clock } from '../platform/platform.ts';
import type { ConnectionNews } from '../storage/dexie/connection.ts';

/** Tells the page of a trouble when it begins, changes or is over, and not each time that it is seen. */
export function complaints(of: TroubleSource, post: (event: DataEvent) => void): (trouble: Trouble | null) => void {
  let told = 'null';
  return (trouble) => {
    const text = JSON.stringify(trouble);
    if (text === told) return;
    told = text;
    post({ kind: 'trouble changed', of, trouble });
  };
}

/** What becomes of a connection, as a trouble. */
export function connectionComplaints(
  complain: (trouble: Trouble | null) => void,
  clock: Clock,
): (news: ConnectionNews) => void {
  return (news) => {
    switch (news) {
      case 'blocked':
        return complain({ kind: 'blocked', since: clock.now() });
      case 'open':
        return complain(null);
      case 'newer version':
      case 'deleted':
        return complain({ kind: 'store', why: news });
    }
  };
}
