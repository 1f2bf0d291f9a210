import type { TableDefinition } from '../../core/table.ts';
import { navigate } from '../router.ts';
import { listPath } from '../routes.ts';
import { formTexts as texts } from '../texts/form.ts';
import { MessageBar } from './message-bar.tsx';

/** The row went while something that was typed is still in its form: what the person can do with that. */
export function RowGone(props: {
  readonly table: TableDefinition;
  readonly mayCreate: boolean;
  readonly onCreate: () => Promise<void>;
  readonly onLetGo: () => Promise<void>;
}) {
  const letGo = async () => {
    await props.onLetGo();
    navigate(listPath(props.table.name), 'replace');
  };
  return (
    <MessageBar
      tone="danger"
      isNews
      title={texts.goneTitle}
      actions={
        <>
          {props.mayCreate && (
            <button class="button primary" type="button" onClick={() => void props.onCreate()}>
              {texts.goneCreate}
            </button>
          )}
          <button class="button" type="button" onClick={() => void letGo()}>
            {texts.goneLetGo}
          </button>
        </>
      }
    >
      {texts.goneMore}
    </MessageBar>
  );
}
