import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ChromiumPage } from '../../browsers/chromium.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe-core finds wrong on what is shown now, as sentences; none if all is well. */
export async function accessibilityViolations(page: ChromiumPage): Promise<readonly string[]> {
  await page.raw.evaluate(`${axeSource}; undefined`);
  const { violations } = await page.raw.evaluate(() =>
    (globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe.run(),
  );
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} (${failureSummary ?? ''})`);
    return `${id}: ${help}: ${where.join(' | ')}`;
  });
}

/** What keeps Chromium from offering to install the app; none if nothing does. */
export async function installabilityErrors(page: ChromiumPage): Promise<readonly string[]> {
  const session = await page.raw.context().newCDPSession(page.raw);
  const { installabilityErrors: errors } = await session.send('Page.getInstallabilityErrors');
  await session.detach();
  return errors.map(({ errorId }) => errorId);
}
