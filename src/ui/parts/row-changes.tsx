import type { OpenedRow } from '../../core/view.ts';
import { useServices } from '../services-context.ts';
import { changeTexts } from '../texts/change.ts';
import { formTexts } from '../texts/form.ts';
import { changeStage } from '../view-model/change-stage.ts';
import { timeText } from '../view-model/time-text.ts';
import { ChangeActions } from './change-actions.tsx';
import { Tag } from './tag.tsx';

/** What the outbox holds for this row, and where each change stands. */
export function RowChanges(props: { readonly row: OpenedRow; readonly name: string }) {
  const services = useServices();
  const { name } = props;
  const { changes } = props.row;
  const facts = services.state.value?.facts;
  if (changes.length === 0 || facts === undefined) return null;
  return (
    <section class="card row-changes" aria-labelledby="row-changes-title">
      <h2 id="row-changes-title">{formTexts.changesTitle}</h2>
      <ul>
        {changes.map((change) => {
          const stage = changeStage(change, facts, services.locale);
          return (
            <li key={change.id}>
              <Tag tone={stage.tone} text={stage.label} />
              <div>
                {changeTexts.kind[change.kind]}, {timeText(change.savedAt, services.now.value, services.locale)}.{' '}
                {stage.sentence}
                {change.lastAnswer !== null && change.lastAnswer.message !== '' && (
                  <q class="service-words" dir="auto">
                    {change.lastAnswer.message}
                  </q>
                )}
                <ChangeActions change={change} name={name} />
              </div>
            </li>
          );
        })}
      </ul>
      <a href="/sync">{formTexts.toSync}</a>
    </section>
  );
}
