import type { AwayState } from '../background-policy.ts';
import { isLoading } from '../work-left.ts';
import type { Situation } from './situation.ts';
import { browserName, capital, changeWords, nothingWaits, patience, pauses, sender } from './words.ts';

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
    return `${capital(sender(platform, sync))} ${sends} ${words.your} by itself when there is network${condition}${restart}. If the service stays down for ${patience(sync)}, open Landfall again.`;
  }
  if (state === 'closed') {
    return `Nothing leaves this device while Landfall is closed. ${saved} when you open Landfall again.`;
  }
  if (doesPageRunOn) return `Landfall sends ${words.your} when there is network${asLongAs('it stays open', awake)}.`;
  return `${capital(pauses(platform, chances[state]))} Landfall ${leaving(state)}. ${saved} when you come back.`;
}

function loadWhen(state: AwayState, situation: Situation): string {
  const { platform, chances, isOnline, work } = situation;
  const { sync, doesPageRunOn } = chances[state];
  const awake = awakeCondition(state, situation);
  const online = isOnline ? '' : ' when there is network';
  if (sync !== null) {
    const back = state === 'closed' ? 'open Landfall again' : 'come back';
    return `${capital(browserName(platform))} goes on loading for a while${online}${asLongAs(awake)}; if it is cut off, it goes on where it was when you ${back}.`;
  }
  if (work.changes > 0 && !doesPageRunOn) return 'Loading stops too and goes on where it was.';
  if (state === 'closed') {
    return 'Loading stops while Landfall is closed. What has arrived stays on this device, and it goes on where it was when you open Landfall again.';
  }
  if (doesPageRunOn) {
    return `Landfall goes on loading${online}${asLongAs('it stays open', awake)}; if it is cut off, it goes on where it was.`;
  }
  return `${capital(pauses(platform, chances[state]))} loading ${leaving(state)}; it goes on where it was when you come back.`;
}

function deletion(state: AwayState, { platform, chances }: Situation): string | null {
  const { deletedAfterMs } = chances[state];
  if (deletedAfterMs === null) return null;
  const days = Math.round(deletedAfterMs / 86_400_000);
  return `Come back soon: after ${days} days of using ${browserName(platform)} without opening Landfall, it may delete what is saved here.`;
}

function signedOutSentence({ work }: Situation): string {
  const words = changeWords(work.changes);
  const saved = work.changes > 0 ? ` ${words.Your} ${words.are} saved on this device.` : '';
  return `Nothing is sent or received until you sign in again.${saved}`;
}

/** What happens to the work in one state of being away. */
export function leavingSentence(state: AwayState, situation: Situation): string {
  const { work, isSignedOut } = situation;
  if (isSignedOut) return signedOutSentence(situation);
  if (!isLoading(work) && work.changes === 0) {
    return `${nothingWaits} New rows arrive when you ${state === 'closed' ? 'open Landfall again' : 'come back'}.`;
  }
  const parts = [
    work.changes > 0 ? changesWhen(state, situation) : null,
    isLoading(work) ? loadWhen(state, situation) : null,
    deletion(state, situation),
  ];
  return parts.filter((part) => part !== null).join(' ');
}
