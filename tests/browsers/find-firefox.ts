import { existsSync } from 'node:fs';

export const howToGetFirefox =
  'install Firefox (Debian: apt-get install firefox-esr), or set FIREFOX_PATH to its executable';

const installed = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/** Path of a Firefox: FIREFOX_PATH, or the usual places. Null if none. */
export function findFirefox(): string | null {
  const named = process.env.FIREFOX_PATH;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`FIREFOX_PATH is ${named}, and there is no such file`);
    return named;
  }
  return installed.find((path) => existsSync(path)) ?? null;
}
