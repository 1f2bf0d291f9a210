// Writes ../styles/tokens.css: only the Fluent 2 tokens that our style sheets use, light and dark.
// Run: node src/ui/generate/tokens.js
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { webDarkTheme, webLightTheme } from '@fluentui/tokens';

const styles = new URL('../styles/', import.meta.url);
const used = new Set();
for (const file of readdirSync(styles)) {
  if (!file.endsWith('.css') || file === 'tokens.css') continue;
  for (const [, name] of readFileSync(new URL(file, styles), 'utf8').matchAll(/var\(--([a-zA-Z0-9]+)\)/g))
    used.add(name);
}

const names = [...used].sort();
const unknown = names.filter((name) => !(name in webLightTheme));
if (unknown.length > 0) throw new Error(`no such Fluent token: ${unknown.join(', ')}`);

const light = names.map((name) => `  --${name}: ${webLightTheme[name]};`);
const dark = names
  .filter((name) => webDarkTheme[name] !== webLightTheme[name])
  .map((name) => `    --${name}: ${webDarkTheme[name]};`);
const css = `/* Written by src/ui/generate/tokens.js from @fluentui/tokens: do not edit. */
:root {
  color-scheme: light dark;
${light.join('\n')}
}
@media (prefers-color-scheme: dark) {
  :root {
${dark.join('\n')}
  }
}
`;
writeFileSync(new URL('tokens.css', styles), css);
