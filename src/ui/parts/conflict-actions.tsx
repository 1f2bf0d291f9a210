import { conflictTexts as texts } from '../texts/conflict.ts';
import type { Conflict } from '../view-model/conflict.ts';
import { Icon, type IconName } from './icon.tsx';

/** What a person can decide: to go on with what is theirs, to let it go, or to mix where there is something to mix. */
export type Way = 'go on' | 'let go' | 'mix';

interface Offer {
  readonly way: Way;
  readonly icon: IconName;
  readonly label: string;
  readonly more: string;
}

const over: Offer = { way: 'go on', icon: 'send', label: texts.keepMine, more: texts.keepMineMore };
const give: Offer = { way: 'let go', icon: 'check', label: texts.takeTheirs, more: texts.takeTheirsMore };
const mix: Offer = { way: 'mix', icon: 'conflict', label: texts.useMix, more: texts.useMixMore };

function offersOf(kind: Conflict['kind'], mayMix: boolean): readonly Offer[] {
  switch (kind) {
    case 'both changed':
    case 'both created':
      return mayMix ? [over, give, mix] : [over, give];
    case 'gone there':
      return [
        { way: 'go on', icon: 'add', label: texts.createAgain, more: texts.createAgainMore },
        { way: 'let go', icon: 'dismiss', label: texts.letGo, more: texts.letGoMore },
      ];
    case 'deleted here':
      return [
        { way: 'go on', icon: 'delete', label: texts.deleteAllTheSame, more: texts.deleteAllTheSameMore },
        { way: 'let go', icon: 'undo', label: texts.keepRow, more: texts.keepRowMore },
      ];
    case 'both deleted':
      return [{ way: 'go on', icon: 'check', label: texts.done, more: texts.doneMore }];
  }
}

/** The ways out of a conflict, each with what comes of it. */
export function ConflictActions(props: {
  readonly kind: Conflict['kind'];
  readonly mayMix: boolean;
  readonly onDecide: (way: Way, label: string) => void;
}) {
  return (
    <ul class="ways">
      {offersOf(props.kind, props.mayMix).map((offer) => (
        <li key={offer.way}>
          <button
            class={`button ${offer.way === 'mix' ? 'primary' : ''}`}
            type="button"
            aria-describedby={`way-${offer.way.replace(' ', '-')}`}
            onClick={() => props.onDecide(offer.way, offer.label)}
          >
            <Icon name={offer.icon} /> {offer.label}
          </button>
          <span id={`way-${offer.way.replace(' ', '-')}`} class="quiet">
            {offer.more}
          </span>
        </li>
      ))}
    </ul>
  );
}
