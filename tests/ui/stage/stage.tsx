import { render } from 'preact';
import { App } from '../../../src/ui/app.tsx';
import { FakeLine } from './fake-line.ts';
import { fakeServices } from './fake-services.ts';
import { states } from './states.ts';

// One state of the app, as `?stage=` names it, with nothing behind it but fakes.
const name = new URLSearchParams(location.search).get('stage');
const state = states.find((candidate) => candidate.name === name) ?? states[0];
const root = document.getElementById('app');
if (state === undefined || root === null) throw new Error('nothing to show');
document.documentElement.dir = state.levers.isRightToLeft ? 'rtl' : 'ltr';
render(<App services={fakeServices(state.levers, new FakeLine(state.levers))} />, root);
