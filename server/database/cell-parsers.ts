const raw = (value: string): string => value;
const isoTimestamp = (value: string): string => value.replace(' ', 'T').replace(/\+00$/, 'Z');

/** Type oid → how its text becomes a cell, the same for both drivers; needs a session in UTC. */
export const cellParsers: Readonly<Record<number, (value: string) => string>> = {
  20: raw,
  1082: raw,
  1114: raw,
  1184: isoTimestamp,
  1186: raw,
  1700: raw,
};
