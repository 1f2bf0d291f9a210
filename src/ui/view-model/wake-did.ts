import type { Wake } from '../../core/wake.ts';
import { syncTexts as texts } from '../texts/sync.ts';
import { countText } from './number-text.ts';

/** What one wake did, in a few words. */
export function wakeDid(wake: Wake, locale: string): string {
  const said = [
    wake.changesSent > 0 && texts.didSend(countText(wake.changesSent, locale)),
    wake.rowsReceived > 0 && texts.didReceive(countText(wake.rowsReceived, locale)),
    wake.isLastChance && texts.lastChance,
  ].filter((part) => part !== false);
  if (said.length > 0) return said.join(', ');
  return wake.end === 'finished' ? texts.didNothing : '–';
}
