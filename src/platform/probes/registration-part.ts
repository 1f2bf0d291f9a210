/** A service worker registration, as far as probes look at it. */
export interface RegistrationPart {
  readonly active: { readonly state: string } | null;
  readonly waiting: unknown;
  readonly installing: unknown;
  readonly sync?: {
    register(tag: string): Promise<void>;
    getTags(): Promise<readonly string[]>;
  };
}

/** Null where the browser has no service workers at all; the promise gives undefined where none is registered. */
export type FindRegistration = (() => Promise<RegistrationPart | undefined>) | null;
