import type { SqlRow } from '../database/database.ts';
import type { Principal } from '../identity/security.ts';
import { type AnnotationPatterns, includesAnnotation } from './annotation-pattern.ts';
import { formatValue } from './formatted-value.ts';
import { type Names, namesOfLinked, targetOf, type Viewer } from './linked-rows.ts';
import { metadataVersion } from './metadata-version.ts';
import { navigationName } from './navigation.ts';
import { type Column, isLookup, wireName } from './table.ts';

const formattedValue = 'OData.Community.Display.V1.FormattedValue';
const lookupLogicalName = 'Microsoft.Dynamics.CRM.lookuplogicalname';
const navigationProperty = 'Microsoft.Dynamics.CRM.associatednavigationproperty';

export const metadataVersionName = 'Microsoft.Dynamics.CRM.globalmetadataversion';

/** Annotations of an answer as a whole (docs/facts/dataverse.md §2.1). */
export function answerAnnotations({ context, request }: Viewer): Readonly<Record<string, string>> {
  if (!includesAnnotation(request.preferences.annotations, metadataVersionName)) return {};
  return { [`@${metadataVersionName}`]: metadataVersion(context.tables) };
}

/** Annotations of one column of one row, by the name they have in it. */
export type Annotate = (column: Column, row: SqlRow) => readonly (readonly [string, string])[];

type Linked = { readonly name: string | null; readonly table: string; readonly navigation: string };

/** What a lookup or an owner points to, as annotations tell it (docs/facts/dataverse.md §2.11). */
function linkedOf(column: Column, row: SqlRow, known: Known): Linked | null {
  const key = row[column.name];
  if (typeof key !== 'string') return null;
  if (column.type.kind === 'owner') {
    const owner = known.principals.get(key);
    return owner === undefined ? null : { name: owner.name, table: owner.kind, navigation: column.name };
  }
  const table = isLookup(column) ? targetOf(column, row) : null;
  if (!isLookup(column) || table === null) return null;
  return { name: known.names.get(key) ?? null, table, navigation: navigationName(column, table) };
}

type Known = { readonly names: Names; readonly principals: ReadonlyMap<string, Principal> };

function annotate(asked: AnnotationPatterns, known: Known): Annotate {
  const isAsked = (name: string): boolean => includesAnnotation(asked, name);
  const [isFormatted, isNamed, isNavigated] = [
    isAsked(formattedValue),
    isAsked(lookupLogicalName),
    isAsked(navigationProperty),
  ];
  return (column, row) => {
    const wire = wireName(column);
    const linked = linkedOf(column, row, known);
    const shown = linked === null ? formatValue(column.type, row[column.name] ?? null) : linked.name;
    return [
      ...(isFormatted && shown !== null ? [[`${wire}@${formattedValue}`, shown] as const] : []),
      ...(isNavigated && linked !== null ? [[`${wire}@${navigationProperty}`, linked.navigation] as const] : []),
      ...(isNamed && linked !== null ? [[`${wire}@${lookupLogicalName}`, linked.table] as const] : []),
    ];
  };
}

/** For the rows of one portion: names of rows that lookups point to are read at once, where they are asked for. */
export async function annotatorFor(
  viewer: Viewer,
  columns: readonly Column[],
  rows: readonly SqlRow[],
): Promise<Annotate> {
  const { annotations } = viewer.request.preferences;
  if (annotations === null) return () => [];
  const needsNames = includesAnnotation(annotations, formattedValue);
  const names: Names = needsNames ? await namesOfLinked(viewer, columns, rows) : new Map();
  return annotate(annotations, { names, principals: viewer.request.security.principals });
}
