import { useState } from 'preact/hooks';
import type { Delivery } from '../../core/delivery.ts';
import type { StoreFacts } from '../../core/facts.ts';
import { useServices } from '../services-context.ts';
import { changeTexts } from '../texts/change.ts';
import { mergeTexts } from '../texts/merge.ts';
import { syncTexts as texts } from '../texts/sync.ts';
import { deliveryText } from '../view-model/merge-text.ts';
import { countText } from '../view-model/number-text.ts';
import { exactTimeText } from '../view-model/time-text.ts';
import { DataTable } from './data-table.tsx';
import { RowLink } from './row-link.tsx';

const portion = 10;

/** The way of changes that were applied, each stage with its time. */
export function Deliveries(props: { readonly facts: StoreFacts }) {
  const { locale, now } = useServices();
  const [most, setMost] = useState(portion);
  const { deliveries } = props.facts;
  const time = (at: number) => <span class="time">{exactTimeText(at, now.value, locale)}</span>;
  const left = deliveries.length - most;
  return (
    <section class="card" aria-labelledby="deliveries-title">
      <h2 id="deliveries-title">{texts.deliveries}</h2>
      {deliveries.length === 0 ? (
        <p class="quiet">{texts.noDeliveries}</p>
      ) : (
        <DataTable
          label={texts.deliveries}
          rows={deliveries.slice(0, most)}
          rowKey={(delivery) => delivery.id}
          columns={[
            {
              label: texts.row,
              cell: (delivery) => <RowLink address={delivery} isGone={delivery.kind === 'delete'} />,
            },
            { label: texts.kind, cell: (delivery) => <KindCell delivery={delivery} facts={props.facts} /> },
            { label: texts.saved, cell: (delivery) => time(delivery.savedAt) },
            { label: texts.sent, cell: (delivery) => time(delivery.sentAt) },
            {
              label: texts.applied,
              cell: (delivery) => (delivery.end === 'applied' ? time(delivery.appliedAt) : mergeTexts.notApplied),
            },
            {
              label: texts.seenBack,
              cell: (delivery) => (delivery.seenBackAt === null ? texts.seenBackNot : time(delivery.seenBackAt)),
            },
          ]}
        />
      )}
      {left > 0 && (
        <button class="button" type="button" onClick={() => setMost(most + 50)}>
          {texts.showMore(countText(Math.min(left, 50), locale))}
        </button>
      )}
    </section>
  );
}

/** What it was, and what became of it where it met a newer row. */
function KindCell(props: { readonly delivery: Delivery; readonly facts: StoreFacts }) {
  const { locale } = useServices();
  const { delivery, facts } = props;
  const table = facts.tables.find(({ name }) => name === delivery.table);
  const said = deliveryText(delivery, table, locale);
  return (
    <div>
      {changeTexts.kind[delivery.kind]}
      {said !== '' && <span class="cell-problem">{said}</span>}
    </div>
  );
}
