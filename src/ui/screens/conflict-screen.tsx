import '../styles/conflict.css';
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Change } from '../../core/change.ts';
import type { StoreFacts } from '../../core/facts.ts';
import type { TableDefinition } from '../../core/table.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { ConflictDecision } from '../parts/conflict-decision.tsx';
import { ConflictOutcome, type Decided } from '../parts/conflict-outcome.tsx';
import { MessageBar } from '../parts/message-bar.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { useChangeName } from '../parts/use-change-name.ts';
import { useOpenedRow } from '../parts/use-opened-row.ts';
import { useServices } from '../services-context.ts';
import { conflictTexts as texts } from '../texts/conflict.ts';
import { shellTexts } from '../texts/shell.ts';
import { conflictOf } from '../view-model/conflict.ts';

const back = { to: '/sync', label: texts.back };

/** One change that met another one, for the person to decide; then what becomes of it. */
export function ConflictScreen(props: { readonly changeId: string }) {
  const services = useServices();
  const facts = services.state.value?.facts;
  const line = services.line.value;
  const change = facts?.outbox.find(({ id }) => id === props.changeId);
  // Once decided it may leave the outbox; what was decided about is still told.
  const known = useMemo<{ last: Change | null }>(() => ({ last: null }), [props.changeId]);
  if (change !== undefined) known.last = change;
  if (facts === undefined || line === null) return <p class="screen quiet">{shellTexts.opening}</p>;
  const shown = change ?? known.last;
  const table = facts.tables.find(({ name }) => name === shown?.table);
  if (shown === null || table === undefined) return <NotThere />;
  return <OneChange change={shown} isThere={change !== undefined} table={table} facts={facts} line={line} />;
}

function OneChange(props: {
  readonly change: Change;
  readonly isThere: boolean;
  readonly table: TableDefinition;
  readonly facts: StoreFacts;
  readonly line: DataLine;
}) {
  const { change, table, facts } = props;
  const name = useChangeName(change);
  const decided = useSignal<Decided | null>(null);
  const address = useMemo(() => ({ table: change.table, key: change.key }), [change.table, change.key]);
  const row = useOpenedRow(props.line, address).value;
  const opened = row.kind === 'open' ? row.row : null;
  const conflict = props.isThere ? conflictOf(change, table) : null;
  return (
    <div class="screen conflict-screen">
      <PageHeading title={texts.title(name)} subtitle={table.label} back={back} />
      <ConflictOutcome
        change={change}
        isThere={props.isThere}
        isInConflict={conflict !== null}
        decided={decided.value}
        facts={facts}
        hasRow={opened !== null}
      />
      {conflict !== null && (
        <ConflictDecision
          // A new meeting is a new decision.
          key={`${change.attempts}`}
          change={change}
          conflict={conflict}
          table={table}
          facts={facts}
          row={opened}
          name={name}
          onDecided={(outcome, label) => {
            decided.value = { outcome, label, at: Date.now(), attempts: change.attempts };
          }}
        />
      )}
    </div>
  );
}

function NotThere() {
  return (
    <div class="screen narrow">
      <PageHeading title={texts.decide} back={back} />
      <MessageBar tone="info">{texts.notThere}</MessageBar>
    </div>
  );
}
