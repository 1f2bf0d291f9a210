import type { Capability, Outcome } from '../capability.ts';

/** One experiment. It may throw or hang: `probeAll` makes a finding of that too. */
export interface Probe {
  readonly capability: Capability;
  run(): Promise<Outcome>;
}

export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
