import type { StoreFacts } from '../../core/facts.ts';
import { differencesIn, mostNamed } from '../../core/self-check.ts';
import { useServices } from '../services-context.ts';
import { selfCheckTexts as texts } from '../texts/self-check.ts';
import { checkText, differentRows } from '../view-model/check-text.ts';
import { countText } from '../view-model/number-text.ts';

/** What the last check found, table by table, with the rows that differed. */
export function CheckFindings(props: { readonly facts: StoreFacts }) {
  const { locale, now } = useServices();
  const { checks, tables } = props.facts;
  if (checks.length === 0) return null;
  const place = (name: string) => tables.findIndex((table) => table.name === name);
  return (
    <ul class="check-findings">
      {checks
        .toSorted((a, b) => place(a.table) - place(b.table))
        .map((check) => {
          const count = differencesIn(check);
          return (
            <li key={check.table}>
              <strong dir="auto">{tables[place(check.table)]?.pluralLabel ?? check.table}</strong>{' '}
              {checkText(check, { now: now.value, locale })}
              {count > 0 && (
                <details>
                  <summary>{texts.which(countText(count, locale), count === 1)}</summary>
                  <ul>
                    {differentRows(check).map(({ key, text }) => (
                      <li key={key} dir="auto">
                        {text}
                      </li>
                    ))}
                    {count > mostNamed && <li>{texts.more(countText(count - mostNamed, locale))}</li>}
                  </ul>
                </details>
              )}
            </li>
          );
        })}
    </ul>
  );
}
