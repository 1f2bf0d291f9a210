import type { ColumnType } from '../../core/table.ts';
import { fieldTexts } from '../texts/field.ts';
import type { ControlNames } from './field-frame.tsx';

interface SwitchProps extends ControlNames {
  readonly name: string;
  readonly type: Extract<ColumnType, { readonly kind: 'yes/no' }>;
  /** Null where nothing was set yet. */
  readonly value: boolean | null;
  readonly onEnter: (value: boolean) => void;
}

export function Switch({ type, value, onEnter, ...names }: SwitchProps) {
  const { 'aria-invalid': _, ...rest } = names;
  return (
    <span class="switch">
      <input
        {...rest}
        type="checkbox"
        role="switch"
        checked={value === true}
        aria-checked={value === true}
        onChange={(event) => onEnter(event.currentTarget.checked)}
      />
      <span aria-hidden="true">{value === null ? fieldTexts.empty : value ? type.yes : type.no}</span>
    </span>
  );
}
