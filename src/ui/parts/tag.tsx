import type { RowMark } from '../../core/view.ts';
import { markTexts } from '../texts/mark.ts';
import { Icon, type IconName } from './icon.tsx';

export type BadgeTone = 'quiet' | 'active' | 'warning' | 'danger' | 'success';

export function Tag(props: { readonly tone: BadgeTone; readonly icon?: IconName; readonly text: string }) {
  return (
    <span class={`tag ${props.tone}`}>
      {props.icon !== undefined && <Icon name={props.icon} />}
      {props.text}
    </span>
  );
}

const marks = {
  waiting: { tone: 'quiet', icon: 'clock' },
  sending: { tone: 'active', icon: 'send' },
  'needs you': { tone: 'danger', icon: 'warning' },
} as const;

/** What the outbox holds for a row; nothing where it holds nothing. */
export function MarkTag(props: { readonly mark: RowMark }) {
  if (props.mark === 'none') return null;
  const { tone, icon } = marks[props.mark];
  return <Tag tone={tone} icon={icon} text={markTexts[props.mark]} />;
}
