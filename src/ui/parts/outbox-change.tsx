import type { Change } from '../../core/change.ts';
import type { StoreFacts } from '../../core/facts.ts';
import type { TableDefinition } from '../../core/table.ts';
import { useServices } from '../services-context.ts';
import { changeTexts } from '../texts/change.ts';
import { syncTexts as texts } from '../texts/sync.ts';
import { nameWithin } from '../view-model/change-name.ts';
import { changeStage } from '../view-model/change-stage.ts';
import { mergeText } from '../view-model/merge-text.ts';
import { timeText } from '../view-model/time-text.ts';
import { ChangeActions } from './change-actions.tsx';
import { ChangeValues } from './change-values.tsx';
import { RowLink } from './row-link.tsx';
import { Tag } from './tag.tsx';
import { useRowName } from './use-row-name.ts';

/** One change: what it is, where it stands, what the service said, and what a person can do about it. */
export function OutboxChange(props: {
  readonly change: Change;
  readonly facts: StoreFacts;
  readonly table: TableDefinition | undefined;
}) {
  const { change, table } = props;
  const { locale, now } = useServices();
  const stage = changeStage(change, props.facts, locale);
  const found = useRowName(change);
  const name = found ?? nameWithin(change, table);
  return (
    <li class="outbox-change" data-tone={stage.tone}>
      <div class="outbox-head">
        <Tag tone={stage.tone} text={stage.label} />
        <strong>
          <RowLink address={change} {...(name !== null && { knownName: name })} isGone={change.kind === 'delete'} />
        </strong>
        <span class="quiet">
          {changeTexts.kind[change.kind]} · {table?.label ?? change.table} ·{' '}
          {texts.savedAt(timeText(change.savedAt, now.value, locale))}
        </span>
      </div>
      <p>
        {stage.sentence} {mergeText(change.merge, table, locale)}
      </p>
      {change.lastAnswer !== null && change.lastAnswer.message !== '' && (
        <p class="service-words">
          <span class="quiet">
            {change.lastAnswer.status === 0 ? changeTexts.networkSaid : changeTexts.serviceSaid} (
            {[change.lastAnswer.status || '', change.lastAnswer.code, timeText(change.lastAnswer.at, now.value, locale)]
              .filter(Boolean)
              .join(', ')}
            ):{' '}
          </span>
          <q dir="auto">{change.lastAnswer.message}</q>
        </p>
      )}
      {table !== undefined && change.kind !== 'delete' && <ChangeValues change={change} table={table} />}
      <ChangeActions change={change} name={name ?? texts.noName} />
    </li>
  );
}
