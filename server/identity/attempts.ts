const windowMs = 5 * 60_000;
const mostFailures = 10;
const mostNames = 1_000;

export type Attempts = {
  /** Seconds to wait, or null if another attempt is allowed now. */
  readonly blockedForSeconds: (name: string, nowMs: number) => number | null;
  readonly failed: (name: string, nowMs: number) => void;
  readonly succeeded: (name: string) => void;
};

/** Failed sign-ins per name in one window. In memory: a restart forgets them. */
export function createAttempts(): Attempts {
  const failures = new Map<string, { since: number; count: number }>();
  const current = (name: string, nowMs: number): { since: number; count: number } | undefined => {
    const entry = failures.get(name);
    return entry !== undefined && nowMs - entry.since < windowMs ? entry : undefined;
  };
  return {
    blockedForSeconds(name, nowMs) {
      const entry = current(name, nowMs);
      if (entry === undefined || entry.count < mostFailures) return null;
      return Math.ceil((entry.since + windowMs - nowMs) / 1000);
    },
    failed(name, nowMs) {
      const entry = current(name, nowMs) ?? { since: nowMs, count: 0 };
      failures.delete(name);
      failures.set(name, { ...entry, count: entry.count + 1 });
      const oldest = failures.keys().next().value;
      if (failures.size > mostNames && oldest !== undefined) failures.delete(oldest);
    },
    succeeded: (name) => void failures.delete(name),
  };
}
