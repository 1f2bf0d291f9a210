import { useState } from 'preact/hooks';
import { useServices } from '../services-context.ts';
import { changeTexts } from '../texts/change.ts';
import { escrowTexts } from '../texts/escrow.ts';
import { leaveTexts } from '../texts/leave.ts';
import { errorWords } from '../view-model/error-words.ts';
import { keptAfterSignOut } from '../view-model/kept-after-sign-out.ts';
import { countText } from '../view-model/number-text.ts';
import { Dialog } from './dialog.tsx';
import { MessageBar } from './message-bar.tsx';
import { RowLink } from './row-link.tsx';
import { SaveEscrow } from './save-escrow.tsx';

const most = 5;

/** Names the work that is not sent before the person signs out. */
export function SignOutDialog(props: { readonly onClose: () => void }) {
  const services = useServices();
  const [failure, setFailure] = useState<string | null>(null);
  const texts = leaveTexts(services.account.value?.environment);
  const facts = services.state.value?.facts;
  const line = services.line.value;
  const outbox = facts?.outbox ?? [];
  const count = (n: number) => countText(n, services.locale);
  const signOut = () => services.signOut().catch((error: unknown) => setFailure(errorWords(error)));
  return (
    <Dialog
      title={texts.signOutTitle}
      onClose={props.onClose}
      actions={
        <>
          <button class="button primary" type="button" onClick={props.onClose}>
            {texts.stay}
          </button>
          <button class="button" type="button" onClick={() => void signOut()}>
            {texts.signOut}
          </button>
        </>
      }
    >
      {facts === undefined || outbox.length === 0 ? (
        <p>{facts === undefined ? texts.signOutUnknown : texts.signOutClean}</p>
      ) : (
        <>
          <p>{texts.signOutUnsent(count(outbox.length), outbox.length === 1)}</p>
          <ul>
            {outbox.slice(0, most).map((change) => (
              <li key={change.id}>
                {changeTexts.kind[change.kind]}: <RowLink address={change} isGone />
              </li>
            ))}
            {outbox.length > most && <li>{texts.signOutMore(count(outbox.length - most))}</li>}
          </ul>
          <p>{keptAfterSignOut(facts, { locale: services.locale, texts })}</p>
        </>
      )}
      {line !== null && (facts === undefined || outbox.length > 0) && (
        <>
          {outbox.length > 0 && <p class="quiet">{escrowTexts.offer(count(outbox.length), outbox.length === 1)}</p>}
          <SaveEscrow write={() => line.call('write escrow', null)} />
        </>
      )}
      {failure !== null && (
        <MessageBar tone="danger" isNews>
          {texts.signOutFailed(failure)}
        </MessageBar>
      )}
    </Dialog>
  );
}
