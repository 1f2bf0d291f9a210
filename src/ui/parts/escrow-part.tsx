import type { StoreFacts } from '../../core/facts.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { useServices } from '../services-context.ts';
import { escrowTexts as texts } from '../texts/escrow.ts';
import { countText } from '../view-model/number-text.ts';
import { ImportEscrow } from './import-escrow.tsx';
import { SaveEscrow } from './save-escrow.tsx';

/** Unsent changes out of this device, and into it. */
export function EscrowPart(props: { readonly facts: StoreFacts; readonly line: DataLine }) {
  const { locale } = useServices();
  const { line } = props;
  const count = props.facts.outbox.length;
  return (
    <section class="card" aria-labelledby="escrow-title">
      <h2 id="escrow-title">{texts.title}</h2>
      <p>{texts.about}</p>
      {count === 0 ? (
        <p class="quiet">{texts.nothing}</p>
      ) : (
        <>
          <p class="quiet">{texts.what(countText(count, locale), count === 1)}</p>
          <SaveEscrow write={() => line.call('write escrow', null)} />
        </>
      )}
      <ImportEscrow line={line} />
    </section>
  );
}
