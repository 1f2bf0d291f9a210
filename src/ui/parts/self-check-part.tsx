import { useState } from 'preact/hooks';
import type { SyncState } from '../../core/facts.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { useServices } from '../services-context.ts';
import { selfCheckTexts as texts } from '../texts/self-check.ts';
import { leftToRepair, progressText } from '../view-model/check-text.ts';
import { countText } from '../view-model/number-text.ts';
import { CheckFindings } from './check-findings.tsx';
import { Icon } from './icon.tsx';
import { MessageBar } from './message-bar.tsx';
import { Progress } from './progress.tsx';

/** Compares this device with the service, tells what differs and repairs it when asked. */
export function SelfCheckPart(props: { readonly state: SyncState; readonly line: DataLine }) {
  const { locale } = useServices();
  const [hasFailed, setFailed] = useState(false);
  const { state, line } = props;
  const { check, facts } = state;
  const toRepair = leftToRepair(facts.checks);
  const ask = async (asked: Promise<null>) => {
    setFailed(false);
    await asked.catch(() => setFailed(true));
  };
  return (
    <section class="card" aria-labelledby="self-check-title">
      <h2 id="self-check-title">{texts.title}</h2>
      <p>{texts.about}</p>
      {check.kind === 'running' ? (
        <>
          <p role="status">{progressText(check, facts.tables, locale)}</p>
          <Progress label={texts.progress} fraction={check.tables === 0 ? null : check.tablesDone / check.tables} />
          <div class="decide">
            <button class="button" type="button" onClick={() => void ask(line.call('stop check', null))}>
              <Icon name="dismiss" /> {texts.stop}
            </button>
          </div>
        </>
      ) : (
        <div class="decide">
          <button class="button" type="button" onClick={() => void ask(line.call('check device', 'check'))}>
            <Icon name="search" /> {facts.checks.length === 0 ? texts.check : texts.again}
          </button>
        </div>
      )}
      {check.kind === 'resting' && check.problem !== null && (
        <MessageBar tone="warning" isNews>
          {texts.ended(check.problem)}
        </MessageBar>
      )}
      {hasFailed && (
        <MessageBar tone="danger" isNews>
          {texts.failed}
        </MessageBar>
      )}
      <CheckFindings facts={facts} />
      {toRepair > 0 && check.kind === 'resting' && (
        <>
          <p class="quiet">{texts.repairHint}</p>
          <div class="decide">
            <button class="button primary" type="button" onClick={() => void ask(line.call('check device', 'repair'))}>
              <Icon name="wrench" /> {texts.repair(countText(toRepair, locale), toRepair === 1)}
            </button>
          </div>
        </>
      )}
    </section>
  );
}
