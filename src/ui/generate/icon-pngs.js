// Draws public/icons/*.svg as PNG, as installers want them. Run: node src/ui/generate/icon-pngs.js
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright';

const folder = new URL('../../../public/icons/', import.meta.url);
const drawings = [
  { from: 'landfall.svg', to: 'icon-192.png', size: 192 },
  { from: 'landfall.svg', to: 'icon-512.png', size: 512 },
  { from: 'landfall-maskable.svg', to: 'icon-maskable-512.png', size: 512 },
  { from: 'landfall-maskable.svg', to: 'apple-touch-icon.png', size: 180 },
];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium' });
for (const { from, to, size } of drawings) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(new URL(from, folder), 'utf8').replace(
    'width="512" height="512"',
    `width="${size}" height="${size}"`,
  );
  await page.setContent(`<body style="margin:0">${svg}`);
  writeFileSync(new URL(to, folder), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
