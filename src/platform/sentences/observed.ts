import type { Observed } from '../wake-observation.ts';

function times(count: number): string {
  if (count === 0) return 'never';
  return count === 1 ? 'once' : `${count} times`;
}

export function observedSentence(observed: Observed): string {
  if (observed.kind === 'not seen') return 'Not seen yet on this device.';
  const { woken, ran } = observed;
  return `In the last 14 days the browser woke Landfall ${woken} times on this device and cut it off ${times(woken - ran)}.`;
}
