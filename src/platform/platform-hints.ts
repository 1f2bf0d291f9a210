/** What a browser says of itself. */
export interface PlatformHints {
  readonly userAgent: string;
  /** `navigator.maxTouchPoints`: 0 on Macs, 5 on iPads, which say that they are Macs. */
  readonly maxTouchPoints: number;
  /** User-agent client hints; null where there are none (Firefox, WebKit). */
  readonly clientHints: {
    readonly platform: string;
    readonly brands: readonly { readonly brand: string; readonly version: string }[];
  } | null;
  /** A display mode of an installed app, or `navigator.standalone`. */
  readonly isStandalone: boolean;
}
