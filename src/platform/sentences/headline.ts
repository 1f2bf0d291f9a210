import type { AwayState } from '../background-policy.ts';
import type { Chance } from '../chance.ts';
import type { Platform } from '../recognised-platform.ts';
import { isLoading, type WorkLeft } from '../work-left.ts';
import { about, browserName, changeWords, count, patience, pauser, sender } from './words.ts';

/** All that the sentences are made from. */
export interface Situation {
  readonly platform: Platform;
  readonly work: WorkLeft;
  readonly isOnline: boolean;
  readonly chances: { readonly [state in AwayState]: Chance };
}

function timeLeft({ work, isOnline }: Situation): string {
  if (!isOnline) return work.isInitialLoad ? 'The first load waits for network.' : 'New rows wait for network.';
  if (work.msLeft !== null) return `${capital(about(work.msLeft))} left.`;
  if (work.rowsLeft !== null && work.rowsLeft > 0) {
    return work.rowsLeft === 1 ? '1 row is still to come.' : `${count(work.rowsLeft)} rows are still to come.`;
  }
  return 'The first load is running.';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function loadAdvice({ platform, chances }: Situation): string {
  if (chances.hidden.sync !== null) {
    return `${browserName(platform)} goes on for a while if you leave; if it is cut off, it goes on where it was when you come back.`;
  }
  if (chances.hidden.doesPageRunOn) {
    return `Keep Landfall open: ${browserName(platform)} stops this when you close it, and it goes on where it was when you open it again.`;
  }
  return `Keep Landfall open: ${pauser(platform)} pauses this when you lock it, and it goes on where it was when you come back.`;
}

function changesSentence({ platform, work, chances }: Situation): string {
  const words = changeWords(work.changes);
  const { sync } = chances.closed;
  if (sync !== null) {
    const asLong = sync.wokenBy === 'running browser' ? ', as long as the browser runs' : '';
    return `${capital(words.wait)}. ${sender(platform, sync)} sends ${words.them} by itself when there is network, even if you close Landfall${asLong}; if the service stays down for ${patience(sync)}, open Landfall again.`;
  }
  const away = chances.hidden.doesPageRunOn ? '' : ' or not on the screen';
  return `Nothing leaves this device while Landfall is closed${away}. ${words.Your} ${words.are} saved on this device and ${words.leave} when you open Landfall again.`;
}

/** What waits, and what to do about it. */
export function headlineOf(situation: Situation): string {
  const { work, isOnline } = situation;
  const parts = [
    isOnline ? null : 'You are offline.',
    isLoading(work) ? `${timeLeft(situation)} ${loadAdvice(situation)}` : null,
    work.changes > 0 ? changesSentence(situation) : null,
    isLoading(work) || work.changes > 0 ? null : 'Nothing waits to be sent.',
  ];
  return parts.filter((part) => part !== null).join(' ');
}
