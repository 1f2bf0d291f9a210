import { useState } from 'preact/hooks';
import { isNeverSent } from '../../core/change.ts';
import type { TableDefinition } from '../../core/table.ts';
import type { OpenedRow } from '../../core/view.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { navigate } from '../router.ts';
import { listPath } from '../routes.ts';
import { formTexts as texts } from '../texts/form.ts';
import { leaveFlash } from '../view-model/flash.ts';
import { rowName } from '../view-model/row-name.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { DropDialog } from './drop-dialog.tsx';
import { Icon } from './icon.tsx';

/** Asks, then puts the delete into the outbox and goes back to the list. */
export function DeleteRow(props: {
  readonly table: TableDefinition;
  readonly line: DataLine;
  readonly row: OpenedRow;
  /** Lets the form let go of what was typed. */
  readonly onDeleted: () => Promise<void>;
}) {
  const { table, row } = props;
  const [isAsking, setAsking] = useState(false);
  const name = rowName(table, row.seen.values);
  // Nothing of it is at the service: what is to go is the change that makes it.
  const create = row.changes.find((change) => change.kind === 'create' && isNeverSent(change));
  const leave = async (said: string) => {
    await props.onDeleted();
    leaveFlash(said);
    navigate(listPath(table.name), 'replace');
  };
  return (
    <>
      <button class="button" type="button" onClick={() => setAsking(true)}>
        <Icon name="delete" /> <span class="text-on-desk">{texts.delete}</span>
      </button>
      {isAsking && create === undefined && (
        <DeleteDialog {...props} name={name} onClose={() => setAsking(false)} onDeleted={leave} />
      )}
      {isAsking && create !== undefined && (
        <DropDialog
          change={create}
          name={name}
          title={texts.deleteTitle(name)}
          action={texts.delete}
          onClose={() => setAsking(false)}
          onDropped={() => void leave(texts.cancelled)}
        />
      )}
    </>
  );
}
