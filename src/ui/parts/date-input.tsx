import { fieldTexts } from '../texts/field.ts';
import type { ControlNames } from './field-frame.tsx';
import { Icon } from './icon.tsx';

interface DateInputProps extends ControlNames {
  readonly name: string;
  readonly label: string;
  readonly type: 'date' | 'datetime-local';
  readonly value: string;
  readonly onEnter: (text: string) => void;
}

/** The system's own date picker. It says itself when nothing is set: WebKit shows today's date in grey. */
export function DateInput({ label, value, onEnter, ...input }: DateInputProps) {
  return (
    <span class={value === '' ? 'with-button is-empty' : 'with-button'}>
      <input
        {...input}
        class="input"
        step={input.type === 'date' ? undefined : 'any'}
        value={value}
        onInput={(event) => onEnter(event.currentTarget.value)}
      />
      {value !== '' && (
        <button
          class="button subtle icon-only"
          type="button"
          aria-label={fieldTexts.clear(label)}
          onClick={() => onEnter('')}
        >
          <Icon name="dismiss" />
        </button>
      )}
    </span>
  );
}
