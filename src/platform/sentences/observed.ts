import type { Observed } from '../wake-observation.ts';

export function observedSentence(observed: Observed): string {
  if (observed.kind === 'not seen') return 'Not seen yet on this device.';
  const { woken, ran } = observed;
  const cutOff = woken - ran;
  const end = cutOff === 0 ? 'never cut it off' : `cut it off ${cutOff === 1 ? 'once' : `${cutOff} times`}`;
  return `In the last 14 days the browser woke Landfall ${woken} times on this device and ${end}.`;
}
