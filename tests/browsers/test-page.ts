import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const page = `<!doctype html><html lang="en"><title>Test page</title><script src="/page.js" defer></script>
<h1>People</h1>
<label>Name <input name="name" required></label>
<label for="born">Born</label><input id="born" type="date">
<label>Kind <select name="kind"><option value="1">First</option><option value="2">Second one</option></select></label>
<button disabled>Save</button><button hidden>Hidden</button><button aria-label="Close window">x</button>
<ul aria-label="Saved"></ul><p id="state"></p>`;

const script = `
const save = document.querySelector('button');
const name = document.querySelector('[name=name]');
name.addEventListener('input', () => { setTimeout(() => { save.disabled = name.value === ''; }, 50); });
save.addEventListener('click', () => {
  const item = document.createElement('li');
  item.textContent = [name.value, document.querySelector('#born').value, document.querySelector('select').value].join(', ');
  setTimeout(() => document.querySelector('ul').append(item), 50);
});
const state = () => { document.querySelector('#state').textContent = document.visibilityState; };
document.addEventListener('visibilitychange', state); state();
document.addEventListener('freeze', () => localStorage.setItem('frozen', 'yes'));
const policy = globalThis.trustedTypes?.createPolicy('page', { createScriptURL: (url) => url });
navigator.serviceWorker.register(policy?.createScriptURL('/sw.js') ?? '/sw.js');`;

const worker = `
self.addEventListener('sync', (event) => {
  event.waitUntil((async () => { const answer = await fetch('/rung', { method: 'POST' }); if (!answer.ok) throw new Error('no'); })());
});`;

export interface TestPage {
  readonly url: string;
  /** Status with which `/rung` answers the service worker's POST, and how often it came. */
  answer: number;
  readonly rings: number;
  stop(): Promise<void>;
}

/** A page to try the launchers on, with headers as strict as the app's. */
export async function serveTestPage(): Promise<TestPage> {
  const headers = {
    'content-security-policy': "default-src 'self'; require-trusted-types-for 'script'; trusted-types page",
    'cache-control': 'no-store',
  };
  const state = { answer: 200, rings: 0 };
  const server = createServer((request, response) => {
    const send = (type: string, body: string) => {
      response.writeHead(200, { ...headers, 'content-type': type });
      response.end(body);
    };
    if (request.url === '/page.js') return send('text/javascript', script);
    if (request.url === '/sw.js') return send('text/javascript', worker);
    if (request.url !== '/rung') return send('text/html', page);
    state.rings += 1;
    response.writeHead(state.answer, headers);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://localhost:${port}/`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}
