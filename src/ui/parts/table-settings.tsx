import { useSignal } from '@preact/signals';
import type { StoreFacts } from '../../core/facts.ts';
import type { TableDefinition } from '../../core/table.ts';
import { type ConflictPolicy, settingsOf, type TableSettings } from '../../core/table-settings.ts';
import { useServices } from '../services-context.ts';
import { tableSettingsTexts as texts } from '../texts/table-settings.ts';
import { intervalChoices, policies } from '../view-model/table-choices.ts';
import { DataTable } from './data-table.tsx';
import { MessageBar } from './message-bar.tsx';

/** What a person chooses for each table: who gives way, and how often the app looks. */
export function TableSettingsPart(props: { readonly facts: StoreFacts }) {
  const { locale, line } = useServices();
  const { facts } = props;
  const hasFailed = useSignal(false);
  const intervals = intervalChoices(locale);
  if (facts.tables.length === 0) return null;
  const save = async (settings: TableSettings) => {
    hasFailed.value = false;
    try {
      await line.value?.call('save table settings', settings);
    } catch {
      hasFailed.value = true;
    }
  };
  const now = (table: TableDefinition) => settingsOf(facts.settings, table.name);
  return (
    <section class="card" aria-labelledby="table-settings-title">
      <h2 id="table-settings-title">{texts.title}</h2>
      <p class="quiet">{texts.more}</p>
      {hasFailed.value && (
        <MessageBar tone="danger" isNews>
          {texts.failed}
        </MessageBar>
      )}
      <DataTable
        label={texts.title}
        rows={facts.tables}
        rowKey={(table) => table.name}
        columns={[
          { label: texts.table, cell: (table) => table.pluralLabel },
          {
            label: texts.conflicts,
            cell: (table) => (
              <select
                class="input"
                aria-label={texts.conflictsOf(table.pluralLabel)}
                value={now(table).conflicts}
                onChange={(event) => {
                  const conflicts = policies.find((policy) => policy === event.currentTarget.value) ?? 'ask';
                  void save({ ...now(table), conflicts });
                }}
              >
                {policies.map((policy) => (
                  <option key={policy} value={policy}>
                    {texts.policies[policy]}
                  </option>
                ))}
              </select>
            ),
          },
          {
            label: texts.interval,
            cell: (table) => (
              <select
                class="input"
                aria-label={texts.intervalOf(table.pluralLabel)}
                value={String(now(table).intervalMs ?? '')}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  void save({ ...now(table), intervalMs: value === '' ? null : Number(value) });
                }}
              >
                {intervals.map(({ value, label }) => (
                  <option key={label} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            ),
          },
        ]}
      />
      <Consequences />
    </section>
  );
}

function Consequences() {
  return (
    <dl class="consequences">
      {policies.map((policy: ConflictPolicy) => (
        <div key={policy}>
          <dt>{texts.policies[policy]}</dt>
          <dd>{texts.policyMore[policy]}</dd>
        </div>
      ))}
      <div>
        <dt>{texts.interval}</dt>
        <dd>{texts.intervalMore}</dd>
      </div>
      <div>
        <dd>{texts.policyAlways}</dd>
      </div>
    </dl>
  );
}
