import { firstBatchSize } from '../core/batch-size.ts';

/** What this context has learnt of how its service takes changes; forgotten when the app is started again. */
export interface PushPace {
  batchSize: number;
  /** False once the service has shown that it takes no `$batch`. */
  canBatch: boolean;
}

export function createPushPace(): PushPace {
  return { batchSize: firstBatchSize, canBatch: true };
}
