import { useState } from 'preact/hooks';
import { useServices } from '../services-context.ts';
import { escrowTexts as texts } from '../texts/escrow.ts';
import { countText } from '../view-model/number-text.ts';
import { MessageBar } from './message-bar.tsx';
import { SaveEscrow } from './save-escrow.tsx';

/** Unsent changes out of a database that the app cannot use any more. */
export function RescueEscrow() {
  const { rescueUnsent, locale } = useServices();
  const [unreadable, setUnreadable] = useState(0);
  const write = async () => {
    const rescued = await rescueUnsent();
    if (rescued === null || rescued.changes + rescued.unreadable === 0) throw new Error(texts.rescueNothing);
    setUnreadable(rescued.unreadable);
    return rescued;
  };
  return (
    <section class="rescue" aria-labelledby="rescue-title">
      <h2 id="rescue-title">{texts.rescueTitle}</h2>
      <p>{texts.rescue}</p>
      <SaveEscrow write={write} />
      {unreadable > 0 && (
        <MessageBar tone="warning">
          {texts.rescueUnreadable(countText(unreadable, locale), unreadable === 1)}
        </MessageBar>
      )}
    </section>
  );
}
