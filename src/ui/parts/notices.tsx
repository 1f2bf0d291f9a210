import { path } from '../router.ts';
import { useServices } from '../services-context.ts';
import { shellTexts } from '../texts/shell.ts';
import { MessageBar } from './message-bar.tsx';
import { Troubles } from './troubles.tsx';

/** What concerns the app as a whole, above every screen. */
export function Notices() {
  return (
    <>
      <Troubles />
      <UpdateNotice />
      <SignedOutNotice />
      <PageOnlyNotice />
      <UnreadableNotice />
    </>
  );
}

function UpdateNotice() {
  const services = useServices();
  const { kind } = services.serviceWorker.value;
  if (kind !== 'update waiting' && kind !== 'too old') return null;
  const update = (
    <button class="button" type="button" onClick={() => services.acceptUpdate()}>
      {shellTexts.update}
    </button>
  );
  return (
    <MessageBar
      tone={kind === 'too old' ? 'warning' : 'info'}
      title={kind === 'too old' ? shellTexts.workerTooOld : shellTexts.updateReady}
      isNews
      actions={update}
    >
      {kind === 'too old' ? shellTexts.workerTooOldMore : shellTexts.updateMore}
    </MessageBar>
  );
}

function SignedOutNotice() {
  const activity = useServices().state.value?.activity;
  if (activity?.kind !== 'signed out' || path.value === '/sign-in') return null;
  const signIn = (
    <a class="button primary" href="/sign-in">
      {shellTexts.signInAgain}
    </a>
  );
  return (
    <MessageBar tone="warning" title={shellTexts.signedOut} isNews actions={signIn}>
      {shellTexts.signedOutMore} {activity.reason}
    </MessageBar>
  );
}

/** Said where a person begins; the Sync page says it at length. */
function PageOnlyNotice() {
  const worker = useServices().serviceWorker.value;
  if (worker.kind !== 'absent' || path.value !== '/') return null;
  const more = (
    <a class="button" href="/sync">
      {shellTexts.pageOnlyMore}
    </a>
  );
  return (
    <MessageBar tone="warning" title={shellTexts.pageOnly} actions={more}>
      {worker.reason}
    </MessageBar>
  );
}

function UnreadableNotice() {
  const unreadable = useServices().state.value?.unreadable ?? [];
  if (unreadable.length === 0) return null;
  return (
    <MessageBar tone="danger" title={shellTexts.unreadable(unreadable.length)}>
      {shellTexts.unreadableMore} {unreadable.join('; ')}
    </MessageBar>
  );
}
