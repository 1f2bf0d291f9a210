/** Something that happened to this device's data and that a person has to have seen; kept until they say so. */
export type Notice = {
  readonly id: string;
  /** Device clock when it was noticed. */
  readonly at: number;
} & (
  | {
      /** The browser deleted this app's storage. */
      readonly kind: 'evicted';
      /** Unsent changes at the last report; null if nobody knows. */
      readonly unsent: number | null;
      readonly lastReportAt: number;
    }
  | {
      /** The service went back to a backup. */
      readonly kind: 'service restored';
      /** Changes that had arrived, are missing there now, and wait among the parked ones. */
      readonly missing: number;
      /** Device clock when the first of them had arrived. */
      readonly missingSince: number;
    }
);
