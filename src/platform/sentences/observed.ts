import type { Observed } from '../wake-observation.ts';

export function observedSentence(observed: Observed): string {
  if (observed.kind === 'not seen') return 'Not seen yet on this device.';
  const { woken, ran } = observed;
  const result =
    ran === woken ? 'it was never cut off' : `it was cut off ${woken - ran} times`.replace('1 times', 'once');
  return `In the last 14 days the browser woke Landfall ${woken} times to send on this device; ${result}.`;
}
