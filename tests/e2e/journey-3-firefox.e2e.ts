import { findFirefox } from '../browsers/find-firefox.ts';
import { launchFirefox } from '../browsers/puppeteer.ts';
import { tellJourneyWithoutBackgroundSync } from './support/journey-without-background-sync.ts';

const idleMs = 1_000;

tellJourneyWithoutBackgroundSync({
  name: 'Firefox',
  isHere: findFirefox() !== null,
  launch: () =>
    launchFirefox({
      prefs: { 'dom.serviceWorkers.idle_timeout': idleMs, 'dom.serviceWorkers.idle_extended_timeout': idleMs },
    }),
  closedForMs: 3 * idleMs,
});
