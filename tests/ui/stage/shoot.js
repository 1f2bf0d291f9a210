// Takes a picture of every state of the stage: node tests/ui/stage/shoot.js [part of a name] [phone|desk] [light|dark]
// They land in tests/.out/stage.
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright';
import { createServer } from 'vite';

const [part = '', onlySize, onlyScheme] = process.argv.slice(2);
const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } };
const folder = new URL('../../.out/stage/', import.meta.url).pathname;
mkdirSync(folder, { recursive: true });

// Node 20 reads no TypeScript; Vite does.
const server = await createServer({
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, ws: false, watch: null },
});
const { serveStage } = await server.ssrLoadModule('/tests/ui/stage/serve.ts');
const { url, close } = await serveStage();
const { states } = await server.ssrLoadModule('/tests/ui/stage/states.ts');
const { openState } = await server.ssrLoadModule('/tests/ui/stage/open-state.ts');
const browser = await chromium.launch({ executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium' });
for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark']) {
    if ((onlySize && onlySize !== size) || (onlyScheme && onlyScheme !== colorScheme)) continue;
    const context = await browser.newContext({
      viewport,
      colorScheme,
      hasTouch: size === 'phone',
      isMobile: size === 'phone',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error('page error:', error.message));
    for (const state of states.filter((candidate) => candidate.name.includes(part))) {
      await openState(page, url, state);
      await page.screenshot({ path: `${folder}${state.name.replaceAll(/\W+/g, '-')}.${size}.${colorScheme}.png` });
    }
    await context.close();
  }
}
await browser.close();
close();
await server.close();
