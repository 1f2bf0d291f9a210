import type { ColumnDefinition } from '../../core/table.ts';
import { useServices } from '../services-context.ts';
import { fieldTexts as texts } from '../texts/field.ts';
import { formTexts } from '../texts/form.ts';
import { fieldHint } from '../view-model/field-hint.ts';
import type { Entered } from '../view-model/fields.ts';
import type { FieldNews } from '../view-model/form-news.ts';
import { DateInput } from './date-input.tsx';
import { type ControlNames, FieldFrame } from './field-frame.tsx';
import { Icon } from './icon.tsx';
import { LookupInput } from './lookup-input.tsx';
import { Switch } from './switch.tsx';
import { WireValue } from './wire-value.tsx';

export interface FieldProps {
  readonly column: ColumnDefinition;
  readonly entered: Entered;
  readonly problem: string | undefined;
  readonly onEnter: (entered: Entered) => void;
  /** What changed at the service under this field; absent for nothing. */
  readonly news?: FieldNews | undefined;
}

/** The id of a column's control, so that an error summary can lead to it. */
export function fieldId(column: ColumnDefinition): string {
  return `field-${column.name}`;
}

/** One column of a form. */
export function Field(props: FieldProps) {
  const { column } = props;
  const { locale } = useServices();
  return (
    <FieldFrame
      id={fieldId(column)}
      label={column.label}
      isRequired={column.isRequired}
      hint={fieldHint(column, props.entered, locale)}
      problem={props.problem}
      note={props.news?.isHeldBack ? <NewsNote {...props} news={props.news} /> : undefined}
      class={column.type.kind === 'long text' ? 'wide-field' : ''}
    >
      {(control) => <Control {...props} control={control} />}
    </FieldFrame>
  );
}

/** The person's value stays; what the service has stands beside it. */
function NewsNote({ column, news, onEnter }: FieldProps & { readonly news: FieldNews }) {
  return (
    <>
      <Icon name="conflict" />
      <span>
        {formTexts.newsAtField} <WireValue column={column} value={news.now} />
      </span>
      <button
        class="button subtle"
        type="button"
        aria-label={formTexts.useTheirs(column.label)}
        onClick={() => onEnter(news.offered)}
      >
        {formTexts.useTheirsShort}
      </button>
    </>
  );
}

function Control(props: FieldProps & { readonly control: ControlNames }) {
  const { column, entered, onEnter } = props;
  const { type } = column;
  const text = typeof entered === 'string' ? entered : '';
  const names = { ...props.control, name: column.name, 'aria-required': column.isRequired };
  const onInput = (event: { currentTarget: { value: string } }) => onEnter(event.currentTarget.value);
  switch (type.kind) {
    case 'long text':
      return <textarea {...names} class="input" rows={4} dir="auto" value={text} onInput={onInput} />;
    case 'integer':
      return (
        <input {...names} class="input number" inputMode="numeric" autocomplete="off" value={text} onInput={onInput} />
      );
    case 'decimal':
    case 'money':
      return (
        <input {...names} class="input number" inputMode="decimal" autocomplete="off" value={text} onInput={onInput} />
      );
    case 'date':
      return <DateInput {...names} label={column.label} type="date" value={text} onEnter={onEnter} />;
    case 'date and time':
      return <DateInput {...names} label={column.label} type="datetime-local" value={text} onEnter={onEnter} />;
    case 'choice':
      return (
        <select {...names} class="input" value={text} onChange={onInput}>
          <option value="">{texts.noChoice}</option>
          {type.options.map((option) => (
            <option key={option.value} value={String(option.value)}>
              {option.label}
            </option>
          ))}
        </select>
      );
    case 'lookup':
      return (
        <LookupInput
          {...names}
          label={column.label}
          targets={type.targets}
          target={typeof entered === 'object' ? entered : null}
          onEnter={onEnter}
        />
      );
    case 'yes/no':
      return <Switch {...names} type={type} value={typeof entered === 'boolean' ? entered : null} onEnter={onEnter} />;
    case 'text':
    case 'key':
    case 'other':
      return (
        <input {...names} class="input" type="text" dir="auto" autocomplete="off" value={text} onInput={onInput} />
      );
  }
}
