import type { RefObject } from 'preact';
import type { ColumnDefinition } from '../../core/table.ts';
import { formTexts } from '../texts/form.ts';
import { countText } from '../view-model/number-text.ts';
import { fieldId } from './field.tsx';
import { Icon } from './icon.tsx';

/** All problems of a form in one place, each leading to its field. It takes the focus when saving was refused. */
export function ProblemSummary(props: {
  readonly container: RefObject<HTMLDivElement | null>;
  readonly columns: readonly ColumnDefinition[];
  readonly problems: { readonly [column: string]: string };
  readonly locale: string;
}) {
  const wrong = props.columns.filter((column) => column.name in props.problems);
  const lead = (event: MouseEvent, column: ColumnDefinition) => {
    event.preventDefault();
    document.getElementById(fieldId(column))?.focus();
  };
  return (
    <div ref={props.container} tabIndex={-1} role="alert" class={wrong.length === 0 ? '' : 'message-bar danger'}>
      {wrong.length > 0 && (
        <>
          <Icon name="error" />
          <div class="message-text">
            <strong>{formTexts.problemsTitle(countText(wrong.length, props.locale), wrong.length === 1)}</strong>
            <ul class="problems">
              {wrong.map((column) => (
                <li key={column.name}>
                  <a href={`#${fieldId(column)}`} onClick={(event) => lead(event, column)}>
                    {props.problems[column.name]}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        </>
      )}
    </div>
  );
}
