import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { ChangeId, Decision } from '../../core/change.ts';
import { useServices } from '../services-context.ts';

export interface Deciding {
  readonly hasFailed: ReadonlySignal<boolean>;
  /** True once this device has kept the decision. */
  decide(changeId: ChangeId, decision: Decision): Promise<boolean>;
}

export function useDecision(): Deciding {
  const { line } = useServices();
  const hasFailed = useSignal(false);
  return {
    hasFailed,
    decide: async (changeId, decision) => {
      hasFailed.value = false;
      try {
        if (line.value === null) throw new Error('nobody is signed in');
        await line.value.call('decide', { changeId, decision });
        return true;
      } catch {
        hasFailed.value = true;
        return false;
      }
    },
  };
}
