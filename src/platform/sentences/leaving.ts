import type { AwayState } from '../background-policy.ts';
import { isLoading } from '../work-left.ts';
import type { Situation } from './headline.ts';
import { browserName, changeWords, patience, pauser, sender } from './words.ts';

/** Phones and tablets lock in the hand; a computer that is locked runs on until it sleeps. */
function whileAwake(state: AwayState, { platform }: Situation): string {
  const isComputer = platform.os !== 'iOS' && platform.os !== 'iPadOS' && platform.os !== 'Android';
  return state === 'locked' && isComputer ? ' and the computer does not sleep' : '';
}

function pauses(state: AwayState, { platform }: Situation): string {
  return state === 'locked'
    ? `${pauser(platform)} pauses Landfall when you lock it.`
    : `${pauser(platform)} pauses Landfall soon after you leave it.`;
}

function changesWhen(state: AwayState, situation: Situation): string {
  const { platform, work, chances } = situation;
  const { sync, doesPageRunOn } = chances[state];
  const words = changeWords(work.changes);
  const saved = `${words.Your} ${words.are} saved on this device and ${words.leave}`;
  if (sync !== null) {
    const runs = sync.wokenBy === 'running browser';
    const condition = runs ? `, as long as the browser runs${whileAwake(state, situation)}` : '';
    const restart = runs && state === 'closed' ? ', or when it is started again' : '';
    return `${sender(platform, sync)} sends ${words.your} by itself when there is network${condition}${restart}. If the service stays down for ${patience(sync)}, open Landfall again.`;
  }
  if (state === 'closed')
    return `Nothing leaves this device while Landfall is closed. ${saved} when you open Landfall again.`;
  if (doesPageRunOn) {
    return `Landfall sends ${words.your} when there is network, as long as it stays open${whileAwake(state, situation)}.`;
  }
  return `${pauses(state, situation)} ${saved} when you come back.`;
}

function loadWhen(state: AwayState, situation: Situation): string {
  const { sync, doesPageRunOn } = situation.chances[state];
  if (sync !== null) {
    return `${browserName(situation.platform)} goes on loading for a while${whileAwake(state, situation).replace(' and', ', as long as')}; if it is cut off, it goes on where it was when you ${state === 'closed' ? 'open Landfall again' : 'come back'}.`;
  }
  if (state === 'closed') {
    return 'Loading stops while Landfall is closed. What has arrived stays on this device, and it goes on where it was when you open Landfall again.';
  }
  if (doesPageRunOn) {
    return `Landfall goes on loading as long as it stays open${whileAwake(state, situation)}; if it is cut off, it goes on where it was.`;
  }
  return state === 'locked'
    ? `${pauser(situation.platform)} pauses loading when you lock it; it goes on where it was when you come back.`
    : `${pauser(situation.platform)} pauses loading soon after you leave; it goes on where it was when you come back.`;
}

function deletion(state: AwayState, { platform, chances }: Situation): string | null {
  const { deletedAfterMs } = chances[state];
  if (deletedAfterMs === null) return null;
  const days = Math.round(deletedAfterMs / 86_400_000);
  return `Come back soon: after ${days} days of use without a visit to Landfall, ${browserName(platform)} may delete what is saved here.`;
}

/** What happens to the work in one state of being away. */
export function leavingSentence(state: AwayState, situation: Situation): string {
  const { work } = situation;
  const isIdle = !isLoading(work) && work.changes === 0;
  const parts = [
    work.changes > 0 ? changesWhen(state, situation) : null,
    isLoading(work) ? loadWhen(state, situation) : null,
    isIdle
      ? `Nothing waits to be sent. New rows come when you ${state === 'closed' ? 'open Landfall again' : 'come back'}.`
      : null,
    isIdle ? null : deletion(state, situation),
  ];
  return parts.filter((part) => part !== null).join(' ');
}
