import { isLoading } from '../work-left.ts';
import { observedSentence } from './observed.ts';
import type { Situation } from './situation.ts';
import { about, browserName, capital, changeWords, count, nothingWaits, patience, pauses, sender } from './words.ts';

function timeLeft({ work }: Situation): string {
  if (work.msLeft !== null) return `${capital(about(work.msLeft))} left.`;
  if (work.rowsLeft !== null && work.rowsLeft > 0) {
    return work.rowsLeft === 1 ? '1 row is still to come.' : `${count(work.rowsLeft)} rows are still to come.`;
  }
  return 'The first load is running.';
}

function loadAdvice({ platform, chances }: Situation): string {
  if (chances.hidden.sync !== null) {
    return `${capital(browserName(platform))} goes on for a while if you leave; if it is cut off, it goes on where it was when you come back.`;
  }
  if (chances.hidden.doesPageRunOn) {
    return `Keep Landfall open: ${browserName(platform)} stops this when you close it, and it goes on where it was when you open it again.`;
  }
  return `Keep Landfall open: ${pauses(platform, chances.locked)} this when you lock it, and it goes on where it was when you come back.`;
}

function loadSentence(situation: Situation): string {
  const { work, isOnline, isSignedOut } = situation;
  if (isOnline && !isSignedOut) return `${timeLeft(situation)} ${loadAdvice(situation)}`;
  const what = work.isInitialLoad ? 'The first load' : 'Loading';
  return `${what} ${isSignedOut ? 'waits until you sign in again' : 'waits for network'} and goes on where it was.`;
}

function changesSentence({ platform, work, chances, observed, isSignedOut }: Situation): string {
  const words = changeWords(work.changes);
  if (isSignedOut)
    return `${words.wait} until you sign in again. Until then ${words.they} ${words.are} saved on this device.`;
  const { sync } = chances.closed;
  if (sync === null) {
    const away = chances.hidden.doesPageRunOn ? '' : ' or not on the screen';
    return `Nothing leaves this device while Landfall is closed${away}. ${words.Your} ${words.are} saved on this device and ${words.leave} when you open Landfall again.`;
  }
  if (observed.kind === 'unreliable') {
    return `${words.wait}. Keep Landfall open until ${words.they} ${words.are} sent. ${observedSentence(observed)}`;
  }
  const asLong = sync.wokenBy === 'running browser' ? ', as long as the browser runs' : '';
  return `${words.wait}. ${capital(sender(platform, sync))} sends ${words.them} by itself when there is network, even if you close Landfall${asLong}; if the service stays down for ${patience(sync)}, open Landfall again.`;
}

/** What waits, and what to do about it. */
export function headlineOf(situation: Situation): string {
  const { work, isOnline } = situation;
  const isIdle = !isLoading(work) && work.changes === 0;
  const parts = [
    isOnline ? null : 'You are offline.',
    isLoading(work) ? loadSentence(situation) : null,
    work.changes > 0 ? changesSentence(situation) : null,
    isIdle ? nothingWaits : null,
    isIdle && situation.isSignedOut ? 'New rows wait until you sign in again.' : null,
  ];
  return parts.filter((part) => part !== null).join(' ');
}
