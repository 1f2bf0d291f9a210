/** What may exist here and is probed. A closed list: what is shown and reasoned about is named here first. */
export const capabilities = [
  'service worker',
  'background sync',
  'web locks',
  'indexeddb',
  'broadcast channel',
  'persistent storage',
  'periodic sync',
  'push',
] as const;

export type Capability = (typeof capabilities)[number];

/** Why a finding is what it is, for wording and for tests; `evidence` has the words of the browser. */
export type FindingCode =
  /** Done, and seen to work. */
  | 'works'
  /** It is there; whether it works was not tried. */
  | 'present'
  /** The browser does not have it here. */
  | 'absent'
  /** It is there and was refused: by the person, by the browser, or by private mode. */
  | 'refused'
  /** It may come: the service worker is still starting. */
  | 'not yet'
  /** It needs a service worker, and there is none. */
  | 'no service worker'
  /** It answered something that it should not. */
  | 'failed'
  | 'timed out';

/** What a probe saw. */
export interface Outcome {
  readonly result: 'yes' | 'no' | 'unknown';
  readonly code: FindingCode;
  readonly evidence: string;
}

/** Result of a probe, with evidence and time. */
export interface Finding extends Outcome {
  readonly capability: Capability;
  /** Milliseconds since 1970 by the device's clock. */
  readonly at: number;
}

export function findingOf(findings: readonly Finding[], capability: Capability): Finding | undefined {
  return findings.findLast((finding) => finding.capability === capability);
}
