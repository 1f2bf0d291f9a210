// biome-ignore-all lint/a11y/useFocusableInteractive: the focus stays in the combobox, which names the active option
// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a list of options, as ARIA's combobox pattern has it
import { useEffect, useRef } from 'preact/hooks';
import type { SearchHit } from '../../core/view.ts';
import { fieldTexts } from '../texts/field.ts';

/** The list under a lookup. The focus stays in the text box; the active row is named to it. */
export function LookupHits(props: {
  readonly id: string;
  readonly label: string;
  readonly hits: readonly SearchHit[] | null;
  readonly active: number;
  readonly onPick: (hit: SearchHit) => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [props.active, props.hits]);
  const hits = props.hits ?? [];
  return (
    <ul
      class="lookup-hits"
      id={props.id}
      role="listbox"
      aria-label={fieldTexts.hitsOf(props.label)}
      ref={list}
      hidden={hits.length === 0}
    >
      {hits.map((hit, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's, which keeps the focus
        <li
          key={hit.key}
          id={`${props.id}-${place}`}
          role="option"
          aria-selected={place === props.active}
          dir="auto"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => props.onPick(hit)}
        >
          {hit.name}
        </li>
      ))}
    </ul>
  );
}
