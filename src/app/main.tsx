import { render } from 'preact';
import { App } from '../ui/app.tsx';
import { startServices } from './app-services.ts';

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no element with the id "app"');
render(<App services={startServices(() => render(null, root))} />, root);
