import { useState } from 'preact/hooks';
import { isNeverSent } from '../../core/change.ts';
import type { TableDefinition } from '../../core/table.ts';
import type { OpenedRow } from '../../core/view.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { navigate } from '../router.ts';
import { listPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { formTexts as texts } from '../texts/form.ts';
import { toChangeId } from '../view-model/change-id.ts';
import { leaveFlash } from '../view-model/flash.ts';
import { rowName } from '../view-model/row-name.ts';
import { timeText } from '../view-model/time-text.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { MessageBar } from './message-bar.tsx';

/** Asks, then puts the delete into the outbox and goes back to the list. */
export function DeleteRow(props: {
  readonly table: TableDefinition;
  readonly line: DataLine;
  readonly row: OpenedRow;
  /** Lets the form let go of what was typed. */
  readonly onDeleted: () => Promise<void>;
}) {
  const { table, line, row } = props;
  const services = useServices();
  const [isAsking, setAsking] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const name = rowName(table, row.seen.values);
  const isOnlyHere = row.changes.some((change) => change.kind === 'create' && isNeverSent(change));

  const remove = async () => {
    const savedAt = Date.now();
    try {
      const saved = await line.call('edit', {
        ...row.address,
        id: toChangeId(services.newId()),
        kind: 'delete',
        values: {},
        oldValues: row.seen.values,
        baseETag: row.baseETag,
        references: [],
        savedAt,
      });
      await props.onDeleted();
      const time = timeText(savedAt, savedAt, services.locale);
      leaveFlash(saved.kind === 'cancelled' ? texts.cancelled : texts.deletedAt(name, time));
      navigate(listPath(table.name), 'replace');
    } catch {
      setFailed(true);
    }
  };

  return (
    <>
      <button class="button" type="button" onClick={() => setAsking(true)}>
        <Icon name="delete" /> <span class="text-on-desk">{texts.delete}</span>
      </button>
      {isAsking && (
        <Dialog
          title={texts.deleteTitle(name)}
          onClose={() => setAsking(false)}
          actions={
            <>
              <button class="button danger" type="button" onClick={() => void remove()}>
                {texts.delete}
              </button>
              <button class="button" type="button" onClick={() => setAsking(false)}>
                {texts.cancel}
              </button>
            </>
          }
        >
          <p>{isOnlyHere ? texts.deleteNeverSent : texts.deleteText}</p>
          {hasFailed && (
            <MessageBar tone="danger" isNews>
              {texts.saveFailed}
            </MessageBar>
          )}
        </Dialog>
      )}
    </>
  );
}
