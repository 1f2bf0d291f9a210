import { useEffect, useRef, useState } from 'preact/hooks';
import type { TableDefinition } from '../../core/table.ts';
import { listTexts as texts } from '../texts/list.ts';
import { sortableColumns } from '../view-model/list-columns.ts';
import { Icon } from './icon.tsx';
import type { ListState } from './use-list.ts';

const typingMs = 120;

/** Search by name, and the order: a column and a direction. */
export function ListTools(props: { readonly table: TableDefinition; readonly list: ListState }) {
  const { table, list } = props;
  const { sortColumn, direction } = list.query.value;
  const isUp = direction === 'ascending';
  return (
    <div class="list-tools">
      <SearchBox label={texts.search(table.pluralLabel)} list={list} />
      <div class="sort">
        <label class="sort-label">
          <span>{texts.sortBy}</span>
          <select
            class="input"
            value={sortColumn}
            onChange={(event) => list.change({ sortColumn: event.currentTarget.value })}
          >
            {sortableColumns(table).map((column) => (
              <option key={column.name} value={column.name}>
                {column.label}
              </option>
            ))}
          </select>
        </label>
        <button
          class="button icon-only"
          type="button"
          aria-label={
            isUp
              ? texts.directionLabel(texts.ascending, texts.descending)
              : texts.directionLabel(texts.descending, texts.ascending)
          }
          title={isUp ? texts.ascending : texts.descending}
          onClick={() => list.change({ direction: isUp ? 'descending' : 'ascending' })}
        >
          <Icon name={isUp ? 'up' : 'down'} />
        </button>
      </div>
    </div>
  );
}

function SearchBox(props: { readonly label: string; readonly list: ListState }) {
  const [text, setText] = useState(props.list.query.value.search);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (next.trim() !== props.list.query.value.search) props.list.change({ search: next.trim() });
    }, typingMs);
  };
  return (
    <div class="search-box">
      <Icon name="search" />
      <input
        class="input"
        type="search"
        aria-label={props.label}
        placeholder={texts.searchPlaceholder}
        value={text}
        dir="auto"
        enterkeyhint="search"
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => type(event.currentTarget.value)}
      />
    </div>
  );
}
