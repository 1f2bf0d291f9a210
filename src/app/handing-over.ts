import type { SyncState } from '../core/facts.ts';
import { needsPerson } from '../core/sendable.ts';
import { isLoadUnfinished } from '../core/work.ts';
import type { DataCalls, DataLine } from '../messages/data-calls.ts';
import type { ServiceWorkerWords } from '../platform/browser/page/service-worker-link.ts';
import type { PageLife } from '../platform/page-life.ts';
import type { Doorbell } from '../platform/platform.ts';

interface HandingOver {
  readonly life: PageLife;
  readonly line: DataLine;
  readonly doorbell: Doorbell;
  readonly tell: (words: ServiceWorkerWords) => void;
  /** The database that this page has open; null while nobody is signed in. */
  readonly database: () => string | null;
  /** Whether this browser has Background Sync: without it the service worker dies soon after the page, and the data worker simply runs on. */
  readonly canHandOver: () => boolean;
  readonly state: () => SyncState | null;
}

/** Moves the cycle between this tab's data worker and the service worker as the page is hidden and seen again. */
export function handOverWhenHidden({ life, line, doorbell, tell, database, canHandOver, state }: HandingOver): void {
  const inform = (now: DataCalls['life']['in']['now'], mayHandOver: boolean) => {
    // Rejected only when nobody is signed in or the worker broke: neither has a cycle to move.
    line.call('life', { now, mayHandOver }).catch(() => {});
  };
  const leave = () => {
    const mayHandOver = canHandOver() && hasWork(state());
    inform('hidden', mayHandOver);
    if (!mayHandOver) return;
    tell({ kind: 'handover' });
    void doorbell.ring();
  };
  life.subscribe((event) => {
    switch (event) {
      case 'visible':
      case 'resumed':
      case 'returned':
        tell({ kind: 'visible', database: database() });
        inform('visible', false);
        return;
      case 'focused':
        // A window beside others is visible all along: nothing was handed over that could be taken back.
        if (life.isVisible()) inform('focused', false);
        return;
      case 'hidden':
      case 'frozen':
        leave();
        return;
      case 'online':
        // A tab that nobody sees handed over when it was hidden; the browser's tries may be used up since.
        if (life.isVisible()) inform('online', false);
        else leave();
        return;
    }
  });
}

/** Something would go on without this page. Not knowing counts as yes: the service worker looks for itself. */
function hasWork(state: SyncState | null): boolean {
  if (state === null || state.facts.outbox.some((change) => !needsPerson(change))) return true;
  return isLoadUnfinished(state.facts.tables, state.facts.checkpoints);
}
