#!/usr/bin/env node
// `npx landfall`, before anything is built and on any Node: no syntax newer than it must be.
require('./check-node.cjs');
var path = require('node:path');
var built = path.join(__dirname, '..', 'dist', 'server', 'landfall.js');
if (!require('node:fs').existsSync(built)) {
  console.error('Landfall is not built yet. Run "npm run build" in ' + path.join(__dirname, '..') + ' first.');
  process.exit(1);
}
import(require('node:url').pathToFileURL(built).href);
