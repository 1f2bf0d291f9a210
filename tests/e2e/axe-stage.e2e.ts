import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../src/ui/routes.ts';
import { findChromium, howToGetChromium } from '../browsers/find-chromium.ts';
import { openState } from '../ui/stage/open-state.ts';
import { type Stage, serveStage } from '../ui/stage/serve.ts';
import { states } from '../ui/stage/states.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };

// One page after the other: what is not colour does not depend on the scheme.
const looks = [
  { name: 'phone, light', viewport: phone, colorScheme: 'light', rules: 'all' },
  { name: 'phone, dark', viewport: phone, colorScheme: 'dark', rules: 'colour' },
  { name: 'desk, dark', viewport: desk, colorScheme: 'dark', rules: 'colour' },
  { name: 'desk, light', viewport: desk, colorScheme: 'light', rules: 'all' },
] as const;

/** Until colours that changed have been painted: buttons take a moment to change theirs. */
const twoFrames = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

const runs = {
  all: 'axe.run({ resultTypes: ["violations"] }).then((result) => result.violations)',
  colour:
    'axe.run({ resultTypes: ["violations"], runOnly: ["color-contrast", "link-in-text-block"] }).then((result) => result.violations)',
};

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

let stage: Stage;
let browser: Browser;

beforeAll(async () => {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(howToGetChromium);
  stage = await serveStage();
  browser = await chromium.launch({ executablePath });
});

afterAll(async () => {
  await browser?.close();
  stage?.close();
});

it('the stage shows every screen of the router, and none that the router does not have', () => {
  const shown = new Set(
    states.map((state) => state.screen).filter((screen) => screen !== 'breakdown' && screen !== 'opening'),
  );
  expect([...shown].sort()).toEqual(routes.map((route) => route.screen).sort());
});

describe('axe finds nothing on phone and desk, in light and dark', () => {
  it.each(states)('$name', async (state) => {
    const context = await browser.newContext({ viewport: phone, colorScheme: 'light', reducedMotion: 'reduce' });
    const page = await context.newPage();
    const found: string[] = [];
    page.on('pageerror', (error) => found.push(error.message));
    await openState(page, stage.url, state);
    await page.evaluate(axe);
    for (const look of looks) {
      await page.setViewportSize(look.viewport);
      await page.emulateMedia({ colorScheme: look.colorScheme });
      await page.evaluate(twoFrames);
      const violations = await page.evaluate<readonly Violation[]>(runs[look.rules]);
      found.push(...violations.map((violation) => describeViolation(look.name, violation)));
    }
    await context.close();
    expect(found).toEqual([]);
  });
});

function describeViolation(look: string, { id, nodes }: Violation): string {
  return `${look}: ${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`;
}
