import { findWebKit } from '../browsers/find-webkit.ts';
import { launchWebKit } from '../browsers/webkit.ts';
import { tellJourneyWithoutBackgroundSync } from './support/journey-without-background-sync.ts';

tellJourneyWithoutBackgroundSync({
  name: 'WebKitGTK',
  isHere: findWebKit() !== null,
  launch: launchWebKit,
  // Its service worker lives on for 10 seconds without a page.
  closedForMs: 12_000,
});
