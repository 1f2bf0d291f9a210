import type { ChangeId } from '../../core/change.ts';

/** A new change's id, from a UUID that the composition root made. */
export function toChangeId(uuid: string): ChangeId {
  return uuid as ChangeId;
}
