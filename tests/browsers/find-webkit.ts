import { existsSync, readdirSync } from 'node:fs';

export const howToGetWebKit = 'on Linux install WebKitGTK and Xvfb (Debian: apt-get install webkit2gtk-driver xvfb)';

export interface WebKitPaths {
  readonly driver: string;
  readonly browser: string;
  readonly xvfb: string;
}

/** Paths of WebKitGTK's driver, its MiniBrowser and Xvfb. Null if one of them is missing. */
export function findWebKit(): WebKitPaths | null {
  const driver = '/usr/bin/WebKitWebDriver';
  const xvfb = '/usr/bin/Xvfb';
  const browser = miniBrowser();
  return browser !== null && existsSync(driver) && existsSync(xvfb) ? { driver, browser, xvfb } : null;
}

function miniBrowser(): string | null {
  const parents = ['/usr/lib', '/usr/libexec', '/usr/lib64'].filter((path) => existsSync(path));
  const folders = parents.flatMap((parent) => [parent, ...readdirSync(parent).map((name) => `${parent}/${name}`)]);
  const paths = folders.flatMap((folder) => ['4.1', '6.0', '4.0'].map((v) => `${folder}/webkit2gtk-${v}/MiniBrowser`));
  return paths.find((path) => existsSync(path)) ?? null;
}
