import { useState } from 'preact/hooks';
import type { SearchHit } from '../../core/view.ts';
import { formPath } from '../routes.ts';
import { useServices } from '../services-context.ts';
import { fieldTexts as texts } from '../texts/field.ts';
import type { LookupTarget } from '../view-model/fields.ts';
import { countText } from '../view-model/number-text.ts';
import type { ControlNames } from './field-frame.tsx';
import { Icon } from './icon.tsx';
import { LookupHits } from './lookup-hits.tsx';
import { useLookupSearch } from './use-lookup-search.ts';

interface LookupInputProps extends ControlNames {
  readonly name: string;
  readonly 'aria-required': boolean;
  readonly label: string;
  readonly targets: readonly string[];
  readonly target: LookupTarget | null;
  readonly onEnter: (target: LookupTarget | null) => void;
}

/** A combobox over the rows on this device. What is typed and not picked is let go when the focus leaves. */
export function LookupInput({ label, targets, target, onEnter, ...names }: LookupInputProps) {
  const { locale, state } = useServices();
  const { hits, isSearching, search, forget } = useLookupSearch(targets);
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const isOpen = typed !== null && (hits !== null || isSearching);
  const listId = `${names.id}-list`;
  const tables = state.value?.facts.tables ?? [];
  const tableLabels = targets
    .map((name) => tables.find((table) => table.name === name)?.pluralLabel ?? name)
    .join(', ');

  const close = () => {
    forget();
    setTyped(null);
    setActive(0);
  };
  const pick = (hit: SearchHit) => {
    onEnter({ table: hit.table, key: hit.key, name: hit.name });
    close();
  };
  const type = (text: string) => {
    setTyped(text);
    setActive(0);
    if (text.trim() === '') onEnter(null);
    search(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const count = hits?.length ?? 0;
    const hit = hits?.[active];
    if (event.key === 'Escape' && typed !== null) close();
    else if (event.key === 'ArrowDown' && !isOpen) {
      setTyped(target?.name ?? '');
      search('');
    } else if (event.key === 'ArrowDown') setActive(Math.min(active + 1, count - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0));
    else if (event.key === 'Enter' && isOpen) {
      if (hit !== undefined && !isSearching) pick(hit);
    } else return;
    event.preventDefault();
  };
  const hasHits = isOpen && hits !== null && hits.length > 0;
  return (
    <span class="lookup">
      <span class="with-button">
        <input
          {...names}
          class="input"
          type="text"
          role="combobox"
          aria-expanded={hasHits}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={hasHits ? `${listId}-${active}` : undefined}
          placeholder={texts.searchHint(tableLabels)}
          autocomplete="off"
          spellcheck={false}
          dir="auto"
          value={typed ?? target?.name ?? ''}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={close}
        />
        {target !== null && (
          <>
            <button
              class="button subtle icon-only"
              type="button"
              aria-label={texts.clear(label)}
              onClick={() => onEnter(null)}
            >
              <Icon name="dismiss" />
            </button>
            <a
              class="button subtle icon-only"
              href={formPath(target.table, target.key)}
              aria-label={texts.openRow(target.name)}
            >
              <Icon name="open" />
            </a>
          </>
        )}
      </span>
      <LookupHits id={listId} label={label} hits={isOpen ? hits : null} active={active} onPick={pick} />
      <span class={isOpen && hits?.length === 0 ? 'lookup-none' : 'visually-hidden'} role="status">
        {isOpen && hits !== null && !isSearching
          ? hits.length === 0
            ? texts.noHits
            : texts.hits(countText(hits.length, locale), hits.length === 1)
          : ''}
      </span>
    </span>
  );
}
