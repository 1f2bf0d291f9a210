import { useEffect, useRef, useState } from 'preact/hooks';
import { useServices } from '../services-context.ts';
import { badgeTexts } from '../texts/badge.ts';
import { type BadgeKind, badgeOf } from '../view-model/badge.ts';
import { Icon, type IconName } from './icon.tsx';

const icons: { readonly [kind in BadgeKind]: IconName } = {
  starting: 'clock',
  'needs you': 'warning',
  stuck: 'error',
  offline: 'offline',
  syncing: 'sync',
  waiting: 'clock',
  'not whole': 'download',
  'up to date': 'cloud',
};

/** Always in view; leads to the Sync page. */
export function StatusBadge() {
  const services = useServices();
  const badge = badgeOf({
    state: services.state.value,
    isOnline: services.isOnline.value,
    now: services.now.value,
    locale: services.locale,
  });
  return (
    <>
      <a class="status-badge" data-kind={badge.kind} href="/sync" aria-label={badgeTexts.label(badge.text)}>
        <Icon name={icons[badge.kind]} />
        <span class="status-text">{badge.text}</span>
      </a>
      <Announcement kind={badge.kind} text={badge.text} />
    </>
  );
}

/** Read out only when the kind of status changes: counts that run would talk without end. */
function Announcement(props: { readonly kind: BadgeKind; readonly text: string }) {
  const [said, say] = useState('');
  const before = useRef(props.kind);
  useEffect(() => {
    if (before.current !== props.kind) say(props.text);
    before.current = props.kind;
  }, [props.kind, props.text]);
  return (
    <span class="visually-hidden" role="status">
      {said}
    </span>
  );
}
