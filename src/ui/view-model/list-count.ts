import { listTexts as texts } from '../texts/list.ts';
import { countText } from './number-text.ts';
import type { TableProgress } from './table-progress.ts';

/** How many rows a list shows, and of how many while they are still arriving. */
export function listCountText(input: {
  readonly total: number;
  readonly search: string;
  readonly progress: TableProgress | undefined;
  readonly locale: string;
}): string {
  const count = (n: number) => countText(n, input.locale);
  const isLoading = input.progress !== undefined && isStillLoading(input.progress);
  if (input.search !== '') {
    if (!isLoading) return texts.found(count(input.total));
    return texts.foundSoFar(count(input.total), soFarText(input.progress.rows, input.progress, count));
  }
  if (isLoading) return soFarText(input.total, input.progress, count);
  return texts.rows(count(input.total), input.total === 1);
}

export function listEmptyText(search: string, progress: TableProgress | undefined): string {
  const isLoading = progress !== undefined && isStillLoading(progress);
  if (search !== '') return isLoading ? texts.emptySearchLoading(search) : texts.emptySearch(search);
  return isLoading ? texts.emptyLoading : texts.empty;
}

function isStillLoading(progress: TableProgress): boolean {
  return progress.stage === 'loading' || progress.stage === 'not begun';
}

function soFarText(rows: number, progress: TableProgress, count: (n: number) => string): string {
  if (progress.expected === null) return texts.rowsSoFarUnknown(count(rows));
  // The service may say fewer than there are.
  return texts.rowsSoFar(count(rows), count(Math.max(progress.expected, rows)));
}
