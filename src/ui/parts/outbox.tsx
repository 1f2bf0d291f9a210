import { useState } from 'preact/hooks';
import type { StoreFacts } from '../../core/facts.ts';
import { needsPerson } from '../../core/sendable.ts';
import { useServices } from '../services-context.ts';
import { syncTexts as texts } from '../texts/sync.ts';
import { countText } from '../view-model/number-text.ts';
import { OutboxChange } from './outbox-change.tsx';

const portion = 50;

/** Every change not yet settled: those that need a person first, then in the order they are sent. */
export function Outbox(props: { readonly facts: StoreFacts }) {
  const { locale } = useServices();
  const [most, setMost] = useState(portion);
  const { outbox } = props.facts;
  const sorted = outbox.toSorted((a, b) => Number(needsPerson(b)) - Number(needsPerson(a)) || a.order - b.order);
  const left = sorted.length - most;
  return (
    <section class="card" aria-labelledby="outbox-title">
      <h2 id="outbox-title">{texts.outbox(countText(outbox.length, locale))}</h2>
      {outbox.length === 0 && <p class="quiet">{texts.outboxEmpty}</p>}
      <ul class="outbox" aria-labelledby="outbox-title">
        {sorted.slice(0, most).map((change) => (
          <OutboxChange
            key={change.id}
            change={change}
            facts={props.facts}
            table={props.facts.tables.find((table) => table.name === change.table)}
          />
        ))}
      </ul>
      {left > 0 && (
        <button class="button" type="button" onClick={() => setMost(most + 200)}>
          {texts.showMore(countText(Math.min(left, 200), locale))}
        </button>
      )}
    </section>
  );
}
