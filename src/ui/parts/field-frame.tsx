import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { fieldTexts } from '../texts/field.ts';
import { Icon } from './icon.tsx';

/** What a control needs to be tied to its label, hint and problem. */
export interface ControlNames {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

/** Label above, control, then hint and problem below, all tied together. */
export function FieldFrame(props: {
  readonly label: string;
  readonly id?: string;
  readonly isRequired?: boolean;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  /** Something to be known about the value, with what can be done about it. */
  readonly note?: ComponentChildren;
  readonly class?: string;
  readonly children: (control: ControlNames) => ComponentChildren;
}) {
  const own = useId();
  const id = props.id ?? own;
  const hasNote = props.note !== undefined;
  const described = [hasNote && `${id}-note`, props.problem && `${id}-problem`, props.hint && `${id}-hint`]
    .filter(Boolean)
    .join(' ');
  return (
    <div class={`field ${props.class ?? ''}`}>
      <label for={id} class="field-label">
        {props.label}
        {props.isRequired && (
          <span class="required" aria-hidden="true" title={fieldTexts.requiredMark}>
            {' *'}
          </span>
        )}
      </label>
      {props.children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': props.problem === undefined ? undefined : true,
      })}
      {hasNote && (
        <div id={`${id}-note`} class="field-note">
          {props.note}
        </div>
      )}
      {props.problem !== undefined && (
        <p id={`${id}-problem`} class="field-problem">
          <Icon name="error" /> {props.problem}
        </p>
      )}
      {props.hint !== undefined && (
        <p id={`${id}-hint`} class="field-hint">
          {props.hint}
        </p>
      )}
    </div>
  );
}
