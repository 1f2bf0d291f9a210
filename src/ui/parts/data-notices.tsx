import type { Notice } from '../../core/notice.ts';
import { useServices } from '../services-context.ts';
import { deviceTexts as texts } from '../texts/device.ts';
import { noticeTexts } from '../view-model/device-texts.ts';
import { MessageBar } from './message-bar.tsx';

/** What happened to the data on this device, until the person says that they have read it. */
export function DataNotices(props: { readonly notices: readonly Notice[]; readonly hasOutbox?: boolean }) {
  return (
    <>
      {props.notices.map((notice) => (
        <DataNotice key={notice.id} notice={notice} hasOutbox={props.hasOutbox ?? false} />
      ))}
    </>
  );
}

function DataNotice({ notice, hasOutbox }: { readonly notice: Notice; readonly hasOutbox: boolean }) {
  const services = useServices();
  const { title, sentences } = noticeTexts(notice, { now: services.now.value, locale: services.locale });
  const dismiss = () => {
    // Where it could not be put away it stays in sight.
    services.line.value?.call('dismiss notice', { id: notice.id }).catch(() => null);
  };
  const actions = (
    <>
      {notice.kind === 'service restored' && !hasOutbox && (
        <a class="button" href="/sync">
          {texts.restoredShow}
        </a>
      )}
      <button class="button" type="button" onClick={dismiss}>
        {texts.dismiss}
      </button>
    </>
  );
  return (
    <MessageBar tone="warning" title={title} isNews actions={actions}>
      {sentences.join(' ')}
    </MessageBar>
  );
}
