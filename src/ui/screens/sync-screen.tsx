import { AccountPart } from '../parts/account-part.tsx';
import { DataNotices } from '../parts/data-notices.tsx';
import { Deliveries } from '../parts/deliveries.tsx';
import { DeviceCanary } from '../parts/device-canary.tsx';
import { EscrowPart } from '../parts/escrow-part.tsx';
import { ExpectationPanel } from '../parts/expectation-panel.tsx';
import { Icon } from '../parts/icon.tsx';
import { ImportedCreates } from '../parts/imported-creates.tsx';
import { InstallPart } from '../parts/install-part.tsx';
import { Outbox } from '../parts/outbox.tsx';
import { PageHeading } from '../parts/page-heading.tsx';
import { SelfCheckPart } from '../parts/self-check-part.tsx';
import { ServiceLimitsPart } from '../parts/service-limits-part.tsx';
import { SyncActivity } from '../parts/sync-activity.tsx';
import { TableSettingsPart } from '../parts/table-settings.tsx';
import { TableStates } from '../parts/table-states.tsx';
import { WakeLog } from '../parts/wake-log.tsx';
import { useServices } from '../services-context.ts';
import { syncTexts as texts } from '../texts/sync.ts';

/** Everything that is known about sync, from what goes on now down to what ran when the page was closed. */
export function SyncScreen() {
  const services = useServices();
  const state = services.state.value;
  const line = services.line.value;
  const syncNow = () => {
    // What comes of it is shown by the state, not by this call.
    line?.call('sync now', null).catch(() => null);
  };
  return (
    <div class="screen">
      <PageHeading
        title={texts.title}
        actions={
          <button class="button primary" type="button" onClick={syncNow} aria-disabled={line === null}>
            <Icon name="sync" /> {texts.syncNow}
          </button>
        }
      />
      <SyncActivity />
      {state === null ? (
        <p class="quiet">{texts.opening}</p>
      ) : (
        <>
          <ImportedCreates outbox={state.facts.outbox} />
          <DataNotices notices={state.facts.notices} hasOutbox />
          <Outbox facts={state.facts} />
          {line !== null && <EscrowPart facts={state.facts} line={line} />}
          <ExpectationPanel detail="full" />
          <TableStates state={state} />
          <TableSettingsPart facts={state.facts} />
          <ServiceLimitsPart state={state} />
          {line !== null && <SelfCheckPart state={state} line={line} />}
          <Deliveries facts={state.facts} />
          <WakeLog facts={state.facts} />
          <DeviceCanary canary={state.canary} />
        </>
      )}
      <div class="two-cards">
        <InstallPart />
        <AccountPart />
      </div>
    </div>
  );
}
