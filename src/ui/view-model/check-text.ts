import type { RowKey } from '../../core/row.ts';
import {
  type CheckProgress,
  type Difference,
  differencesIn,
  mostNamed,
  type TableCheck,
} from '../../core/self-check.ts';
import type { TableDefinition } from '../../core/table.ts';
import { selfCheckTexts as texts } from '../texts/self-check.ts';
import { countText } from './number-text.ts';
import { timeText } from './time-text.ts';

export interface ToldIn {
  readonly now: number;
  readonly locale: string;
}

const kinds: readonly Difference[] = ['missing', 'excess', 'different'];

/** What a check found in one table, and when. */
export function checkText(check: TableCheck, { now, locale }: ToldIn): string {
  if (check.problem !== null) return texts.notCompared(check.problem);
  const compared = texts.compared(
    countText(check.rowsCompared, locale),
    check.rowsCompared === 1,
    timeText(check.at, now, locale),
  );
  const found = kinds.flatMap((kind) =>
    check[kind].length === 0 ? [] : [texts.kinds[kind](countText(check[kind].length, locale))],
  );
  const said = [compared, found.length === 0 ? texts.same : found.join(', ')].join(': ');
  return check.isRepaired ? texts.repaired(said) : said;
}

export interface DifferentRow {
  readonly key: RowKey;
  readonly text: string;
}

/** The first of the rows that differed, by name as far as it is known. */
export function differentRows(check: TableCheck): readonly DifferentRow[] {
  return kinds
    .flatMap((kind) => check[kind].map((key) => ({ key, kind })))
    .slice(0, mostNamed)
    .map(({ key, kind }) => ({ key, text: texts.line(check.names[key] ?? key.slice(0, 8), texts.kindOf[kind]) }));
}

/** Rows that a repair would put right. */
export function leftToRepair(checks: readonly TableCheck[]): number {
  return checks.filter(({ isRepaired }) => !isRepaired).reduce((sum, check) => sum + differencesIn(check), 0);
}

/** How far a running check is. */
export function progressText(
  progress: Extract<CheckProgress, { readonly kind: 'running' }>,
  tables: readonly TableDefinition[],
  locale: string,
): string {
  const doing = texts.doing[progress.doing];
  if (progress.table === null) return doing;
  const label = tables.find(({ name }) => name === progress.table)?.pluralLabel ?? progress.table;
  const place = texts.at(doing, label, countText(progress.tablesDone + 1, locale), countText(progress.tables, locale));
  if (progress.doing !== 'comparing' || progress.rowsCompared === 0) return place;
  return `${place} ${texts.rows(countText(progress.rowsCompared, locale), progress.rowsCompared === 1)}`;
}
