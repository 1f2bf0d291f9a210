import { everything, type OfflineProfile, type ProfileTable } from '../core/profile.ts';
import { longestIntervalMs, shortestIntervalMs } from '../core/table-settings.ts';
import { property, textProperty } from './read-json.ts';

const minuteMs = 60_000;
const known = ['tables', 'otherTables'];
const knownOfTable = ['name', 'columns', 'filter', 'everyMinutes'];

/**
 * An environment's offline profile as `/config.json` has it:
 * `{"tables": [{"name", "columns"?, "filter"?, "everyMinutes"?}], "otherTables"?: "all" | "none"}`, or a sentence that says
 * what is wrong with it. A profile that is half understood would keep other rows than was meant.
 */
export function parseProfile(value: unknown): OfflineProfile | string {
  if (value === undefined) return everything;
  const list = property(value, 'tables');
  if (!Array.isArray(list) || list.length === 0) return 'its profile has no list of tables';
  const stranger = strangerIn(value, known);
  if (stranger !== null) return `its profile has "${stranger}", which is not known`;
  const otherTables = property(value, 'otherTables') ?? 'none';
  if (otherTables !== 'all' && otherTables !== 'none') return 'otherTables of its profile is not "all" or "none"';
  const tables: ProfileTable[] = [];
  for (const [index, item] of list.entries()) {
    const table = parseTable(item);
    if (typeof table === 'string') return `table ${index + 1} of its profile ${table}`;
    if (tables.some(({ name }) => name === table.name)) return `its profile names ${table.name} twice`;
    tables.push(table);
  }
  return { kind: 'tables', tables, otherTables };
}

function parseTable(item: unknown): ProfileTable | string {
  const name = textProperty(item, 'name');
  if (name === null || name === '') return 'has no name';
  const stranger = strangerIn(item, knownOfTable);
  if (stranger !== null) return `(${name}) has "${stranger}", which is not known`;
  const columns = property(item, 'columns') ?? 'all';
  if (columns !== 'all' && !isNames(columns)) return `(${name}) has columns that are not "all" or a list of names`;
  const filter = property(item, 'filter') ?? null;
  if (filter !== null && (typeof filter !== 'string' || filter.trim() === ''))
    return `(${name}) has a filter that is no text`;
  const minutes = property(item, 'everyMinutes');
  if (minutes !== undefined && !isInterval(minutes)) return `(${name}) has everyMinutes that is not 5 to 1440`;
  return { name, columns, filter, intervalMs: minutes === undefined ? null : minutes * minuteMs };
}

function isInterval(minutes: unknown): minutes is number {
  if (typeof minutes !== 'number') return false;
  return minutes * minuteMs >= shortestIntervalMs && minutes * minuteMs <= longestIntervalMs;
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '');
}

function strangerIn(value: unknown, names: readonly string[]): string | null {
  return Object.keys(Object(value)).find((name) => !names.includes(name)) ?? null;
}
