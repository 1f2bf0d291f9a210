// Writes ../parts/icon-paths.generated.ts: the path data of the Fluent icons that the screens use.
// Run: node src/ui/generate/icons.js
import { readFileSync, writeFileSync } from 'node:fs';

const icons = {
  add: 'add',
  alert: 'alert',
  back: 'arrow_left',
  box: 'box',
  building: 'building',
  calendar: 'calendar_ltr',
  check: 'checkmark_circle',
  chevron: 'chevron_down',
  clock: 'clock',
  cloud: 'cloud_checkmark',
  conflict: 'branch_compare',
  delete: 'delete',
  dismiss: 'dismiss',
  down: 'arrow_down',
  download: 'arrow_download',
  edit: 'edit',
  error: 'error_circle',
  history: 'history',
  home: 'home',
  info: 'info',
  laptop: 'laptop',
  lock: 'lock_closed',
  note: 'note',
  offline: 'cloud_off',
  open: 'open',
  outbox: 'mail_inbox_arrow_up',
  person: 'person',
  phone: 'phone',
  power: 'power',
  retry: 'arrow_counterclockwise',
  save: 'save',
  search: 'search',
  send: 'send',
  signOut: 'sign_out',
  sync: 'arrow_sync',
  table: 'table',
  undo: 'arrow_undo',
  up: 'arrow_up',
  warning: 'warning',
  window: 'window',
  wrench: 'wrench',
};

const folder = new URL('../../../node_modules/@fluentui/svg-icons/icons/', import.meta.url);
const lines = Object.entries(icons).map(([name, file]) => {
  const svg = readFileSync(new URL(`${file}_20_regular.svg`, folder), 'utf8');
  const paths = [...svg.matchAll(/ d="([^"]+)"/g)].map((match) => match[1]);
  return `  ${name}: '${paths.join('')}',`;
});
writeFileSync(
  new URL('../parts/icon-paths.generated.ts', import.meta.url),
  `// Written by src/ui/generate/icons.js from @fluentui/svg-icons (MIT): do not edit.\nexport const iconPaths = {\n${lines.join('\n')}\n} as const;\n`,
);
