export type Preferences = {
  readonly maxPageSize: number | null;
  readonly tracksChanges: boolean;
  readonly returnsRow: boolean;
};

export const largestPage = 5_000;

/** Preferences that are not known or not valid are ignored: that is what a preference is. */
export function parsePrefer(header: string | undefined): Preferences {
  const preferences = (header ?? '')
    .slice(0, 2_000)
    .split(',')
    .map((part) => part.trim());
  const size = preferences
    .map((preference) => /^(?:odata\.)?maxpagesize\s*=\s*"?(\d{1,9})"?$/i.exec(preference)?.[1])
    .find((match) => match !== undefined);
  const wanted = size === undefined ? 0 : Number(size);
  return {
    maxPageSize: wanted >= 1 ? Math.min(wanted, largestPage) : null,
    tracksChanges: preferences.some((preference) => /^(?:odata\.)?track-changes$/i.test(preference)),
    returnsRow: preferences.some((preference) => /^return\s*=\s*representation$/i.test(preference)),
  };
}
