import { systemTables } from '../identity/system-tables.ts';
import { mapProperty } from './csdl-column.ts';
import { type CsdlLookup, deletionOf, lookupName, lookupsOf } from './csdl-lookup.ts';
import { csdlManyToMany } from './csdl-many-to-many.ts';
import { type CsdlModel, type CsdlType, readCsdlModel } from './csdl-model.ts';
import { type ColumnDefinition, type Definition, DefinitionFault, type TableDefinition } from './definition.ts';
import {
  isReservedColumn,
  isReservedSet,
  isReservedTable,
  longestColumnName,
  longestTableName,
  namePattern,
} from './reserved-names.ts';

type Report = (line: string) => void;
/** A type that can be served, with the names it gets here. */
type Served = { readonly type: CsdlType; readonly name: string; readonly setName: string; readonly key: string };

const isSystem = (name: string): boolean => systemTables.some((table) => table.name === name);

function reasonNotServed(type: CsdlType, setName: string): string | null {
  const name = type.name.toLowerCase();
  const [key, ...more] = type.key;
  const property = type.properties.find((one) => one.attribute('Name') === key);
  if (key === undefined || more.length > 0 || property?.attribute('Type') !== 'Edm.Guid') {
    return 'its key is not one property of type Edm.Guid';
  }
  if (isReservedTable(name) || isReservedSet(setName)) return 'its name is reserved';
  if (!namePattern.test(name) || !namePattern.test(setName)) return 'its name is not made of a-z, 0-9 and _';
  return name.length > longestTableName ? 'its name is too long' : null;
}

function servedTypes(model: CsdlModel, report: Report): readonly Served[] {
  return [...model.sets].flatMap(([typeName, set]) => {
    const type = model.types.get(typeName);
    const name = typeName.toLowerCase();
    if (type === undefined || isSystem(name)) return [];
    const setName = set.toLowerCase();
    const reason = reasonNotServed(type, setName);
    if (reason === null) return [{ type, name, setName, key: (type.key[0] ?? '').toLowerCase() }];
    report(`${typeName}: not served, ${reason}.`);
    return [];
  });
}

type Left = { readonly property: string; readonly because: string };

function columnOf(
  model: CsdlModel,
  { type }: Served,
  property: CsdlType['properties'][number],
  lookup: (CsdlLookup & { readonly known: readonly string[] }) | undefined,
): ColumnDefinition | Left {
  const own = property.attribute('Name') ?? '';
  const path = `${type.name}/${own}`;
  const label = model.labelOf(property, path);
  const required = property.attribute('Nullable') === 'false';
  const name = lookup === undefined ? own.toLowerCase() : lookupName(own);
  if (!namePattern.test(name) || name.length > longestColumnName) return { property: own, because: 'its name' };
  if (model.annotation(property, path, 'Computed')?.attribute('Bool') === 'true') {
    return { property: own, because: 'computed' };
  }
  if (lookup !== undefined) {
    if (lookup.known.length === 0) return { property: own, because: 'lookup to a table that is not served' };
    return {
      name,
      label,
      required,
      type: 'lookup',
      targets: lookup.known,
      onDelete: deletionOf(lookup, { isRequired: required }),
    };
  }
  const mapped = mapProperty(model, property);
  return mapped.kind === 'none'
    ? { property: own, because: mapped.because }
    : { name, label, required, ...mapped.type };
}

const likelyNames = ['name', 'fullname', 'subject', 'title'];

/** CSDL does not say which column names a row. */
function guessNameColumn(columns: readonly ColumnDefinition[]): string | null {
  const texts = columns.filter((column) => column.type === 'text').map((column) => column.name);
  const likely = likelyNames.find((name) => texts.includes(name));
  return likely ?? texts.find((name) => /^[a-z0-9]+_name$/.test(name)) ?? texts[0] ?? null;
}

function leftLine(name: string, left: readonly Left[]): string {
  const reasons = [...new Set(left.map((one) => one.because))].map((because) => {
    const names = left.filter((one) => one.because === because).map((one) => one.property);
    const shown = names.length > 5 ? [...names.slice(0, 5), `and ${names.length - 5} more`] : names;
    return `${because}: ${shown.join(', ')}`;
  });
  return `${name}: columns left out (${reasons.join('; ')}).`;
}

function tableOf(
  model: CsdlModel,
  served: Served,
  known: ReadonlyMap<string, string>,
  report: Report,
): TableDefinition | null {
  const { type, name, setName, key } = served;
  const lookups = lookupsOf(model, type);
  const hasOwner = type.properties.some((one) => one.attribute('Name') === '_ownerid_value');
  const columns: ColumnDefinition[] = [];
  const left: Left[] = [];
  for (const property of type.properties) {
    const own = property.attribute('Name') ?? '';
    if (own.toLowerCase() === key || isReservedColumn(lookupName(own))) continue;
    const lookup = lookups.find((one) => one.property === own);
    const targets = lookup?.targets.flatMap((target) => known.get(target) ?? []) ?? [];
    const column = columnOf(model, served, property, lookup === undefined ? undefined : { ...lookup, known: targets });
    if ('because' in column) left.push(column);
    else if (columns.some((one) => one.name === column.name))
      left.push({ property: own, because: 'its name is taken' });
    else columns.push(column);
  }
  const nameColumn = guessNameColumn(columns);
  if (nameColumn === null) {
    report(`${type.name}: not served, it has no text column to name its rows.`);
    return null;
  }
  if (left.length > 0) report(leftLine(name, left));
  const label = model.labelOf(type.element, type.name);
  return {
    name,
    setName,
    schemaName: type.name,
    ...(label === undefined ? {} : { label }),
    key,
    nameColumn,
    ownership: hasOwner ? 'user' : 'organization',
    columns,
  };
}

/**
 * The entity types of a CSDL document that have an entity set, as far as there are columns for them; what is left out is
 * reported, a line per table. Dataverse's own `$metadata`, saved, is such a document (docs/facts/dataverse.md §2.10).
 */
export function parseCsdlDefinition(xml: string, report: Report): Definition {
  const model = readCsdlModel(xml);
  const candidates = servedTypes(model, report);
  const known = new Map([
    ...candidates.map((one) => [one.type.name, one.name] as const),
    ...systemTables.map((table) => [table.name, table.name] as const),
  ]);
  const made = candidates.map((one) => ({ one, table: tableOf(model, one, known, report) }));
  const tables = made.flatMap(({ table }) => (table === null ? [] : [table]));
  if (tables.length === 0) throw new DefinitionFault(['no entity type with an entity set can be served']);
  const names = new Map(
    made.flatMap(({ one, table }) => (table === null ? [] : [[one.type.name, table.name] as const])),
  );
  return { tables: withoutLostTargets(tables, report), manyToMany: csdlManyToMany(model, names) };
}

/** A table that turned out not to be served takes the lookups to it along. */
function withoutLostTargets(tables: readonly TableDefinition[], report: Report): readonly TableDefinition[] {
  const served = new Set([...tables, ...systemTables].map((table) => table.name));
  return tables.map((table) => ({
    ...table,
    columns: table.columns.flatMap((column): readonly ColumnDefinition[] => {
      if (column.type !== 'lookup') return [column];
      const targets = column.targets.filter((target) => served.has(target));
      if (targets.length > 0) return [{ ...column, targets }];
      report(leftLine(table.name, [{ property: column.name, because: 'lookup to a table that is not served' }]));
      return [];
    }),
  }));
}
