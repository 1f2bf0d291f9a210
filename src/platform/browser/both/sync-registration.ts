/** Background Sync's part of a service worker registration: TypeScript's libs do not have it, Firefox and Safari neither. */
export interface SyncManager {
  register(tag: string): Promise<void>;
  getTags(): Promise<readonly string[]>;
}

/** A `ServiceWorkerRegistration`, as far as the doorbell needs it. */
export interface SyncRegistration {
  readonly active: unknown;
  readonly sync?: SyncManager;
}
