import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'info' | 'success' | 'warning' | 'danger';

const icons: { readonly [tone in Tone]: IconName } = {
  info: 'info',
  success: 'check',
  warning: 'warning',
  danger: 'error',
};

/** A notice that stays until its cause is gone. `isNews` if it appeared while the person works: it is read out. */
export function MessageBar(props: {
  readonly tone: Tone;
  readonly title?: string;
  readonly isNews?: boolean;
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
}) {
  return (
    <div
      class={`message-bar ${props.tone}`}
      role={props.isNews ? (props.tone === 'danger' ? 'alert' : 'status') : undefined}
    >
      <Icon name={icons[props.tone]} />
      <div class="message-text">
        {props.title !== undefined && <strong>{props.title} </strong>}
        {props.children}
      </div>
      {props.actions !== undefined && props.actions !== false && <div class="message-actions">{props.actions}</div>}
    </div>
  );
}
