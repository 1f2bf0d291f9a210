import type { WebPolicyRow } from '../background-policy.ts';
import { chromiumDesktopRows } from './desktop-rows.ts';

/** The browser runs for as long as the person is signed in and the device is awake. */
export const chromeosRows: readonly WebPolicyRow[] = chromiumDesktopRows({
  os: 'ChromeOS',
  unseen: ['Battery Saver of ChromeOS'],
  grade: 'source code',
});
