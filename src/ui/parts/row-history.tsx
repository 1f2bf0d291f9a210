import { addressText } from '../../core/row.ts';
import type { OpenedRow } from '../../core/view.ts';
import { useServices } from '../services-context.ts';
import { changeTexts } from '../texts/change.ts';
import { mergeTexts as texts } from '../texts/merge.ts';
import { deliveryText } from '../view-model/merge-text.ts';
import { timeText } from '../view-model/time-text.ts';

const most = 5;

/** What became of this device's changes of the row: applied, merged, given up. */
export function RowHistory(props: { readonly row: OpenedRow }) {
  const { state, now, locale } = useServices();
  const facts = state.value?.facts;
  const row = addressText(props.row.address);
  const deliveries = facts?.deliveries.filter((delivery) => addressText(delivery) === row).slice(0, most) ?? [];
  if (deliveries.length === 0) return null;
  const table = facts?.tables.find(({ name }) => name === props.row.address.table);
  return (
    <section class="card row-changes" aria-labelledby="history-title">
      <h2 id="history-title">{texts.history}</h2>
      <ul>
        {deliveries.map((delivery) => {
          const say = delivery.end === 'applied' ? texts.applied : texts.gaveWay;
          return (
            <li key={delivery.id}>
              <span>
                {say(changeTexts.kind[delivery.kind], timeText(delivery.appliedAt, now.value, locale))}{' '}
                {deliveryText(delivery, table, locale)}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
