import type { SyncState } from '../../core/facts.ts';
import { useServices } from '../services-context.ts';
import { serviceTexts as texts } from '../texts/service.ts';
import { serviceLimits } from '../view-model/service-limits.ts';

/** What the service was seen not to do, and what that means here; nothing where it does everything. */
export function ServiceLimitsPart(props: { readonly state: SyncState }) {
  const limits = serviceLimits(props.state, useServices().locale);
  if (limits.length === 0) return null;
  return (
    <section class="card" aria-labelledby="service-limits-title">
      <h2 id="service-limits-title">{texts.title}</h2>
      <ul>
        {limits.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
