// `npm run dev`: builds the service on every change of it and starts it again with --dev. Plain JavaScript, because
// it runs before anything is built.
import { spawn } from 'node:child_process';
import { build } from 'vite';

// Building for production says so in this process: the page is to be one of development.
const env = { ...process.env, NODE_ENV: 'development' };

let child = null;
let isEnding = false;

function stopChild() {
  const stopped = child;
  if (stopped === null || stopped.exitCode !== null || stopped.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    stopped.once('exit', resolve);
    stopped.kill('SIGTERM');
  });
}

async function restart() {
  await stopChild();
  if (!isEnding) child = spawn(process.execPath, ['dist/server/main.js', '--dev'], { stdio: 'inherit', env });
}

const watcher = await build({
  logLevel: 'warn',
  build: { ssr: true, watch: {} },
});
let last = Promise.resolve();
watcher.on('event', (event) => {
  if (event.code === 'END') last = last.then(restart);
  if (event.code === 'ERROR') console.error(event.error);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    isEnding = true;
    await Promise.all([watcher.close(), stopChild()]);
    process.exit(0);
  });
}
