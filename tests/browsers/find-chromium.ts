import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

export const howToGetChromium =
  'install Chromium, Chrome or Edge (Debian: apt-get install chromium), or run `npx playwright install chromium`, or set CHROME_PATH to its executable';

const installed = [
  // Chrome and Edge where their installers put them.
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ...inProgramFiles('Google\\Chrome\\Application\\chrome.exe'),
  '/opt/microsoft/msedge/msedge',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...inProgramFiles('Microsoft\\Edge\\Application\\msedge.exe'),
  // What Linux distributions install.
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Path of a Chromium-based browser: CHROME_PATH, Playwright's own, Chrome, Edge, the distribution's. Null if none. */
export function findChromium(): string | null {
  const named = process.env.CHROME_PATH;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROME_PATH is ${named}, and there is no such file`);
    return named;
  }
  return [chromium.executablePath(), ...installed].find((path) => path !== '' && existsSync(path)) ?? null;
}

function inProgramFiles(path: string): readonly string[] {
  return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => {
    const folder = process.env[name];
    return folder === undefined ? [] : [`${folder}\\${path}`];
  });
}
