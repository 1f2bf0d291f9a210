import { isFinal, type Trouble } from '../../core/trouble.ts';
import { useServices } from '../services-context.ts';
import { troubleTexts as texts } from '../texts/trouble.ts';
import { activityText } from '../view-model/activity-text.ts';
import { exactTimeText } from '../view-model/time-text.ts';
import { MessageBar } from './message-bar.tsx';

/** What keeps this device from working as it should; wherever the person is. */
export function Troubles() {
  const { troubles } = useServices();
  return (
    <>
      {troubles.value.map((trouble) => (
        <TroubleNotice key={trouble.kind} trouble={trouble} />
      ))}
    </>
  );
}

function TroubleNotice(props: { readonly trouble: Trouble }) {
  const services = useServices();
  const { trouble } = props;
  const time = (at: number) => exactTimeText(at, services.now.value, services.locale);
  const reload = (
    <button class="button" type="button" onClick={() => services.reload()}>
      {texts.reload}
    </button>
  );
  switch (trouble.kind) {
    case 'stuck':
      return (
        <MessageBar tone="danger" title={texts.stuckTitle} isNews actions={reload}>
          {activityText(trouble, services.now.value, services.locale)}
        </MessageBar>
      );
    case 'no answer':
      return (
        <MessageBar tone="danger" title={texts.noAnswerTitle} isNews actions={reload}>
          {texts.noAnswer(time(trouble.since))}
        </MessageBar>
      );
    case 'blocked':
      return (
        <MessageBar tone="warning" title={texts.blockedTitle} isNews>
          {texts.blocked(time(trouble.since))}
        </MessageBar>
      );
    case 'store':
      return (
        <MessageBar
          tone={isFinal(trouble.why) ? 'warning' : 'danger'}
          title={texts.storeTitles[trouble.why]}
          isNews
          actions={trouble.why === 'quota exceeded' ? undefined : reload}
        >
          {texts.store[trouble.why]}
        </MessageBar>
      );
  }
}
