import type { Canary } from '../../core/canary.ts';
import { useServices } from '../services-context.ts';
import { canaryTexts as texts } from '../texts/canary.ts';
import { canaryText } from '../view-model/canary-text.ts';
import { countText } from '../view-model/number-text.ts';
import { timeText } from '../view-model/time-text.ts';

/** Whether anybody would know if the browser deleted everything here, and where else changes of this person wait. */
export function DeviceCanary({ canary }: { readonly canary: Canary }) {
  const services = useServices();
  const reader = { now: services.now.value, locale: services.locale };
  const waiting = canary.kind === 'kept' ? canary.others.filter(({ unsent }) => unsent > 0) : [];
  return (
    <section class="card" aria-labelledby="canary-title">
      <h2 id="canary-title">{texts.title}</h2>
      <p>{canaryText(canary, reader).join(' ')}</p>
      {canary.kind === 'kept' && waiting.length === 0 && <p class="quiet">{texts.noOthers}</p>}
      {waiting.length > 0 && (
        <>
          <h3>{texts.others}</h3>
          <ul>
            {waiting.map(({ storeId, name, unsent, reportedAt }) => (
              <li key={storeId}>
                <strong>{name}</strong>:{' '}
                {texts.other(
                  countText(unsent, reader.locale),
                  unsent === 1,
                  timeText(reportedAt, reader.now, reader.locale),
                )}
              </li>
            ))}
          </ul>
          <p class="quiet">{texts.othersMore}</p>
        </>
      )}
    </section>
  );
}
