import type { Finding, Outcome } from '../capability.ts';
import type { Clock, Timers } from '../platform.ts';
import { describeError, type Probe } from './probe.ts';

interface ProbeRun {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly probes: readonly Probe[];
  /** How long one probe may take. */
  readonly timeoutMs: number;
}

async function runProbe(probe: Probe, { timers, timeoutMs }: ProbeRun): Promise<Outcome> {
  let cancel = () => {};
  const late = new Promise<Outcome>((resolve) => {
    cancel = timers.after(timeoutMs, () =>
      resolve({ result: 'unknown', code: 'timed out', evidence: `no answer within ${timeoutMs} ms` }),
    );
  });
  try {
    return await Promise.race([probe.run(), late]);
  } catch (error) {
    return { result: 'no', code: 'failed', evidence: describeError(error) };
  } finally {
    cancel();
  }
}

/** Runs all probes side by side. Never rejects: a probe that breaks or hangs is a finding. */
export function probeAll(run: ProbeRun): Promise<readonly Finding[]> {
  return Promise.all(
    run.probes.map(async (probe) => {
      const outcome = await runProbe(probe, run);
      return { capability: probe.capability, ...outcome, at: run.clock.now() };
    }),
  );
}
