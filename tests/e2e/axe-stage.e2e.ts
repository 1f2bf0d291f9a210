import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../src/ui/routes.ts';
import { findChromium, howToGetChromium } from '../browsers/find-chromium.ts';
import { openState } from '../ui/stage/open-state.ts';
import { type Stage, serveStage } from '../ui/stage/serve.ts';
import { states } from '../ui/stage/states.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };
const looks = [
  { name: 'phone, light', viewport: phone, colorScheme: 'light' },
  { name: 'phone, dark', viewport: phone, colorScheme: 'dark' },
  { name: 'desk, light', viewport: desk, colorScheme: 'light' },
  { name: 'desk, dark', viewport: desk, colorScheme: 'dark' },
] as const;

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
  const shown = new Set(states.map((state) => state.screen).filter((screen) => screen !== 'breakdown'));
  expect([...shown].sort()).toEqual(routes.map((route) => route.screen).sort());
});

describe.each(looks)('axe finds nothing on $name', (look) => {
  let context: BrowserContext;
  beforeAll(async () => {
    context = await browser.newContext({
      viewport: look.viewport,
      colorScheme: look.colorScheme,
      reducedMotion: 'reduce',
    });
  });
  afterAll(() => context?.close());

  it.each(states)('$name', async (state) => {
    const page = await context.newPage();
    const broken: string[] = [];
    page.on('pageerror', (error) => broken.push(error.message));
    await openState(page, stage.url, state);
    await page.evaluate(axe);
    const violations = await page.evaluate<readonly Violation[]>('axe.run().then((result) => result.violations)');
    await page.close();
    expect(
      violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`,
      ),
    ).toEqual([]);
    expect(broken).toEqual([]);
  });
});
