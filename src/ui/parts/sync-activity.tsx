import { useServices } from '../services-context.ts';
import { activityTexts } from '../texts/activity.ts';
import { syncTexts as texts } from '../texts/sync.ts';
import { activityText } from '../view-model/activity-text.ts';
import { badgeOf } from '../view-model/badge.ts';
import { exactTimeText } from '../view-model/time-text.ts';
import { MessageBar } from './message-bar.tsx';

/** The headline: what goes on at this moment, and how old that statement is. */
export function SyncActivity() {
  const services = useServices();
  const state = services.state.value;
  const now = services.now.value;
  const { locale } = services;
  const badge = badgeOf({ state, isOnline: services.isOnline.value, now, locale });
  const worker = services.serviceWorker.value;
  return (
    <section class="activity" data-kind={badge.kind}>
      <p class="activity-headline">{badge.text}</p>
      {state !== null && (
        <p>
          {activityText(state.activity, now, locale)} {!services.isOnline.value && activityTexts.offlineNote}{' '}
          <span class="quiet">{texts.asOf(exactTimeText(state.asOf, now, locale))}</span>
        </p>
      )}
      {worker.kind === 'absent' && (
        <MessageBar tone="warning" title={texts.pageOnlyTitle}>
          {worker.reason}
        </MessageBar>
      )}
      {worker.kind === 'starting' && <p class="quiet">{texts.pageOnlyStarting}</p>}
    </section>
  );
}
