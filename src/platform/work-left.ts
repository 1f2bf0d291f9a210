/** What is still to send and to receive on this device. */
export interface WorkLeft {
  readonly changes: number;
  /** Rows still to come; null if the service does not say. */
  readonly rowsLeft: number | null;
  readonly isInitialLoad: boolean;
  /** An estimate of the time left; null if there is none. */
  readonly msLeft: number | null;
}

export function isLoading(work: WorkLeft): boolean {
  return work.isInitialLoad || (work.rowsLeft ?? 0) > 0;
}
