/** What a cycle waits for. */
export interface Awaited {
  /** Completes "no answer from …": `the service (reading Accounts)`. */
  readonly what: string;
  /** Device clock when it began to wait. */
  readonly since: number;
}

/** For the wake log: what stood still, and for how long when it was broken off. */
export function stallProblem({ what, since }: Awaited, now: number): string {
  const seconds = Math.max(0, Math.round((now - since) / 1000));
  return `No answer from ${what} for ${seconds} seconds.`;
}
