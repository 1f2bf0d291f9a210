import type { StoreFacts } from '../../core/facts.ts';
import type { OpenedRow } from '../../core/view.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { formPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { formTexts as texts } from '../texts/form.ts';
import { homeTexts } from '../texts/home.ts';
import { countText } from '../view-model/number-text.ts';
import { rowName } from '../view-model/row-name.ts';
import { tableProgress } from '../view-model/table-progress.ts';
import { type RelatedRows, useRelated } from './use-related.ts';

const most = 5;

/** Rows that point to this one, by table: the first of each, and how many there are. */
export function Related(props: { readonly line: DataLine; readonly row: OpenedRow }) {
  const facts = useServices().state.value?.facts;
  return facts === undefined ? null : <RelatedTables line={props.line} row={props.row} facts={facts} />;
}

function RelatedTables(props: { readonly line: DataLine; readonly row: OpenedRow; readonly facts: StoreFacts }) {
  const { locale } = useServices();
  const { facts } = props;
  const related = useRelated(props.line, props.row.address, facts).value;
  if (related.length === 0) return null;
  const isPartly = tableProgress(facts).some(
    ({ table, stage }) =>
      (stage === 'loading' || stage === 'not begun') && related.some(({ relation }) => relation.table === table.name),
  );
  return (
    <section class="card related" aria-labelledby="related-title">
      <h2 id="related-title">{texts.related}</h2>
      {isPartly && <p class="quiet">{homeTexts.notWhole}</p>}
      <ul>
        {related.map((one) => (
          <RelatedTable key={`${one.relation.table}/${one.relation.lookupColumn}`} related={one} locale={locale} />
        ))}
      </ul>
    </section>
  );
}

function RelatedTable(props: { readonly related: RelatedRows; readonly locale: string }) {
  const { relation, rows } = props.related;
  const count = (n: number) => countText(n, props.locale);
  const id = `related-${relation.table}-${relation.lookupColumn}`;
  return (
    <li>
      <span id={id} class="related-table">
        {texts.relatedTable(relation.label, count(rows.length))}
      </span>
      <ul aria-labelledby={id}>
        {rows.slice(0, most).map((row) => (
          <li key={row.key}>
            <a href={formPath(relation.table, row.key)} dir="auto">
              {rowName(relation.from, row.values)}
            </a>
          </li>
        ))}
        {rows.length > most && <li class="quiet">{texts.relatedMore(count(rows.length - most))}</li>}
      </ul>
    </li>
  );
}
