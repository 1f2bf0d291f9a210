/** Per person and process (docs/facts/dataverse.md §2.7). Changed at run time by a test lever only. */
export type ProtectionLimits = {
  /** In one window. */
  requests: number;
  /** Of execution in one window. */
  seconds: number;
  /** At one time. */
  concurrent: number;
  windowSeconds: number;
};

export const documentedLimits: Readonly<ProtectionLimits> = {
  requests: 6_000,
  seconds: 1_200,
  concurrent: 52,
  windowSeconds: 300,
};
