import type { AwayState } from '../background-policy.ts';
import { isLoading } from '../work-left.ts';
import type { Situation } from './situation.ts';
import { browserName, changeWords, patience, pauser, sender } from './words.ts';

/** Phones and tablets are always ready to sleep; a computer that is locked runs on until it does. */
function awakeCondition(state: AwayState, { platform }: Situation): string | null {
  const isPhone = platform.os === 'iOS' || platform.os === 'iPadOS' || platform.os === 'Android';
  return state === 'locked' && !isPhone ? 'the computer does not sleep' : null;
}

function asLongAs(...conditions: readonly (string | null)[]): string {
  const given = conditions.filter((condition) => condition !== null);
  return given.length === 0 ? '' : `, as long as ${given.join(' and ')}`;
}

function leaving(state: AwayState): string {
  return state === 'locked' ? 'when you lock it' : 'soon after you leave';
}

function changesWhen(state: AwayState, situation: Situation): string {
  const { platform, work, chances, observed } = situation;
  const { sync, doesPageRunOn } = chances[state];
  const words = changeWords(work.changes);
  const saved = `${words.Your} ${words.are} saved on this device and ${words.leave}`;
  const awake = awakeCondition(state, situation);
  if (sync !== null) {
    const sends = observed.kind === 'unreliable' ? 'tries to send' : 'sends';
    const needsBrowser = sync.wokenBy === 'running browser';
    const condition = asLongAs(needsBrowser ? 'the browser runs' : null, awake);
    const restart = needsBrowser && state === 'closed' ? ', or when it is started again' : '';
    return `${sender(platform, sync)} ${sends} ${words.your} by itself when there is network${condition}${restart}. If the service stays down for ${patience(sync)}, open Landfall again.`;
  }
  if (state === 'closed') {
    return `Nothing leaves this device while Landfall is closed. ${saved} when you open Landfall again.`;
  }
  if (doesPageRunOn) return `Landfall sends ${words.your} when there is network${asLongAs('it stays open', awake)}.`;
  return `${pauser(platform)} pauses Landfall ${leaving(state)}. ${saved} when you come back.`;
}

function loadWhen(state: AwayState, situation: Situation): string {
  const { platform, chances, isOnline } = situation;
  const { sync, doesPageRunOn } = chances[state];
  const awake = awakeCondition(state, situation);
  const online = isOnline ? '' : ' when there is network';
  if (sync !== null) {
    const back = state === 'closed' ? 'open Landfall again' : 'come back';
    return `${browserName(platform)} goes on loading for a while${online}${asLongAs(awake)}; if it is cut off, it goes on where it was when you ${back}.`;
  }
  if (state === 'closed') {
    return 'Loading stops while Landfall is closed. What has arrived stays on this device, and it goes on where it was when you open Landfall again.';
  }
  if (doesPageRunOn) {
    return `Landfall goes on loading${online}${asLongAs('it stays open', awake)}; if it is cut off, it goes on where it was.`;
  }
  return `${pauser(platform)} pauses loading ${leaving(state)}; it goes on where it was when you come back.`;
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
  if (!isLoading(work) && work.changes === 0) {
    return `Nothing waits to be sent. New rows come when you ${state === 'closed' ? 'open Landfall again' : 'come back'}.`;
  }
  const parts = [
    work.changes > 0 ? changesWhen(state, situation) : null,
    isLoading(work) ? loadWhen(state, situation) : null,
    deletion(state, situation),
  ];
  return parts.filter((part) => part !== null).join(' ');
}
