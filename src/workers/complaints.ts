import type { Trouble } from '../core/trouble.ts';
import type { DataEvent, TroubleSource } from '../messages/data-calls.ts';

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
