// biome-ignore-all lint/a11y/useSemanticElements: rows stand at places of their own, which a real table cannot
// biome-ignore-all lint/a11y/useFocusableInteractive: the link in each row takes the focus, not the row
import type { ColumnDefinition, TableDefinition } from '../../core/table.ts';
import type { SeenRow } from '../../core/view.ts';
import { formPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { listTexts } from '../texts/list.ts';
import { valueText } from '../view-model/value-text.ts';
import { MarkTag } from './tag.tsx';

/** One row: its name is the one link, stretched over the row; other values beside it, or below it on a phone. */
export function ListRow(props: {
  readonly index: number;
  readonly rowPx: number;
  /** Undefined while it is on its way from the data worker. */
  readonly row: SeenRow | undefined;
  readonly table: TableDefinition;
  readonly columns: readonly ColumnDefinition[];
}) {
  const { locale } = useServices();
  const { row, table } = props;
  const place = { transform: `translateY(${props.index * props.rowPx}px)`, height: `${props.rowPx}px` };
  if (row === undefined) {
    return (
      <div class="list-row skeleton" role="row" aria-rowindex={props.index + 2} style={place}>
        <span class="cell-name" role="cell" />
      </div>
    );
  }
  const name = row.values[table.nameColumn];
  return (
    <div class="list-row" role="row" aria-rowindex={props.index + 2} data-columns={props.columns.length} style={place}>
      <span class="cell-name" role="cell" dir="auto">
        <a class="stretched" href={formPath(table.name, row.key)} data-index={props.index}>
          {typeof name === 'string' && name !== '' ? name : listTexts.noName}
        </a>
      </span>
      <span class="cells">
        {props.columns.map((column) => (
          <Cell key={column.name} column={column} row={row} locale={locale} />
        ))}
      </span>
      <span class="cell-mark" role="cell">
        <MarkTag mark={row.mark} />
      </span>
    </div>
  );
}

function Cell(props: { readonly column: ColumnDefinition; readonly row: SeenRow; readonly locale: string }) {
  const { column, row } = props;
  const text = valueText(column, row.values[column.name], { locale: props.locale, lookupNames: row.lookupNames });
  return (
    <span class="cell" role="cell">
      {text !== '' && <bdi>{text}</bdi>}
    </span>
  );
}
