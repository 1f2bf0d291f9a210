import { useState } from 'preact/hooks';
import type { StoreFacts } from '../../core/facts.ts';
import type { Wake } from '../../core/wake.ts';
import { useServices } from '../services-context.ts';
import { activityTexts } from '../texts/activity.ts';
import { syncTexts as texts } from '../texts/sync.ts';
import { countText } from '../view-model/number-text.ts';
import { durationText, exactTimeText } from '../view-model/time-text.ts';
import { wakeDid } from '../view-model/wake-did.ts';
import { DataTable } from './data-table.tsx';
import { Tag } from './tag.tsx';

const portion = 20;

/** Each time that code ran to sync, newest first. */
export function WakeLog(props: { readonly facts: StoreFacts }) {
  const { locale, now } = useServices();
  const [most, setMost] = useState(portion);
  const { wakes } = props.facts;
  const left = wakes.length - most;
  return (
    <section class="card" aria-labelledby="wakes-title">
      <h2 id="wakes-title">{texts.wakes}</h2>
      <p class="quiet">{wakes.length === 0 ? texts.noWakes : texts.wakesMore}</p>
      {wakes.length > 0 && (
        <DataTable
          label={texts.wakes}
          rows={wakes.slice(0, most)}
          rowKey={(wake) => wake.id}
          columns={[
            { label: texts.began, cell: (wake) => exactTimeText(wake.startedAt, now.value, locale) },
            { label: texts.trigger, cell: (wake) => activityTexts.triggers[wake.trigger] },
            { label: texts.host, cell: (wake) => activityTexts.hosts[wake.host] },
            { label: texts.did, cell: (wake) => wakeDid(wake, locale) },
            {
              label: texts.took,
              cell: (wake) => durationText((wake.endedAt ?? wake.heartbeatAt) - wake.startedAt, locale),
            },
            { label: texts.end, cell: (wake) => <End wake={wake} /> },
          ]}
        />
      )}
      {left > 0 && (
        <button class="button" type="button" onClick={() => setMost(most + 100)}>
          {texts.showMore(countText(Math.min(left, 100), locale))}
        </button>
      )}
    </section>
  );
}

function End(props: { readonly wake: Wake }) {
  const { end, problem } = props.wake;
  if (end === null) return <Tag tone="active" text={texts.runsStill} />;
  const tone =
    end === 'finished' ? 'success' : end === 'failed' || end === 'cut off' || end === 'stalled' ? 'warning' : 'quiet';
  return (
    <>
      <Tag tone={tone} text={texts.ends[end]} />
      {problem !== null && <span class="cell-problem">{problem}</span>}
    </>
  );
}
