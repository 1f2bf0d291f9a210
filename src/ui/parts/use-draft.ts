import { useEffect, useRef } from 'preact/hooks';
import type { RowAddress } from '../../core/row.ts';
import type { DataLine } from '../../messages/data-calls.ts';
import { draftValues } from '../view-model/draft-entered.ts';
import { type FormState, touchedValues } from '../view-model/form-state.ts';

const restMs = 500;

export interface DraftKeeper {
  /** Keeps the half-filled form after a short rest. */
  keepSoon(form: FormState): void;
  /** Keeps at once what waits to be kept. */
  flush(): Promise<void>;
  discard(): Promise<void>;
  /** Something was typed that is not kept yet. */
  isBehind(): boolean;
}

/** Keeps what stands in a form on this device, so that a kill takes at most the last half second of typing. */
export function useDraft(line: DataLine, address: RowAddress, isNew: boolean, now: () => number): DraftKeeper {
  const waiting = useRef<FormState | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const flush = async () => {
    clearTimeout(timer.current);
    const form = waiting.current;
    waiting.current = null;
    if (form === null) return;
    const touched = touchedValues(form);
    // A draft that cannot be kept loses nothing that was promised: the form still shows what was typed.
    if (Object.keys(touched).length === 0) await line.call('delete draft', address).catch(() => null);
    else
      await line
        .call('save draft', {
          ...address,
          isNew,
          // Nobody knows what it was begun on, and no version says it.
          baseETag: form.isBegunOnUnknown ? null : (form.shown?.baseETag ?? null),
          base: form.known,
          values: draftValues(touched),
          savedAt: now(),
        })
        .catch(() => null);
  };

  useEffect(() => {
    const hurry = () => {
      if (document.visibilityState === 'hidden') void flush();
    };
    document.addEventListener('visibilitychange', hurry);
    return () => {
      document.removeEventListener('visibilitychange', hurry);
      void flush();
    };
  }, []);

  return {
    keepSoon: (form) => {
      waiting.current = form;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void flush(), restMs);
    },
    flush,
    discard: async () => {
      clearTimeout(timer.current);
      waiting.current = null;
      await line.call('delete draft', address).catch(() => null);
    },
    isBehind: () => waiting.current !== null,
  };
}
