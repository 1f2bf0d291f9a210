import type { Change } from '../../core/change.ts';
import { useServices } from '../services-context.ts';
import { syncTexts } from '../texts/sync.ts';
import { nameWithin } from '../view-model/change-name.ts';
import { useRowName } from './use-row-name.ts';

/** What a person knows the row of a change by. */
export function useChangeName(change: Change): string {
  const { state } = useServices();
  const table = state.value?.facts.tables.find(({ name }) => name === change.table);
  return useRowName(change) ?? nameWithin(change, table) ?? syncTexts.noName;
}
