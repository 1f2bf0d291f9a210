import type { ColumnDefinition, LeftOutTable, NoCreate, TableDefinition, TableList } from '../../core/table.ts';
import { headerOf, isRestricted, isTagged, isTracked, labelOf, pathsOf } from './odata-v4-annotations.ts';
import { columnFrom, keyKindOf } from './odata-v4-column.ts';
import type { Csdl, CsdlEntityType, CsdlProperty, CsdlSet } from './odata-v4-csdl.ts';
import { humanise, isNamedModified, nameColumnOf } from './odata-v4-names.ts';
import { pullOrder } from './pull-order.ts';

/** A UUID as text is so long: a key of text is made here only where it is plainly meant to be one. */
const uuidLength = '36';

/** The tables of a model: its container's sets, by the sets' names. */
export function tablesFrom(csdl: Csdl): TableList {
  const tables: TableDefinition[] = [];
  const leftOut: LeftOutTable[] = [];
  for (const set of csdl.sets) {
    const type = csdl.entityTypes.get(set.type);
    const why = type === undefined ? 'defined elsewhere' : whyNot(set, type, csdl);
    if (type === undefined || why !== null) {
      const label = (type && labelOf(type.annotations)) ?? humanise(set.name);
      leftOut.push({ name: set.name, label, why: why ?? 'defined elsewhere' });
    } else tables.push(tableFrom(set, type, csdl));
  }
  const brought = new Set(tables.map(({ name }) => name));
  const reachable = tables.map((table) => withinReach(table, brought));
  const targets = (table: TableDefinition) =>
    table.columns.flatMap(({ type }) => (type.kind === 'lookup' ? type.targets : []));
  return { tables: pullOrder(reachable, new Map(reachable.map((table) => [table.name, targets(table)]))), leftOut };
}

function whyNot(set: CsdlSet, type: CsdlEntityType, csdl: Csdl): LeftOutTable['why'] | null {
  if (says(set, csdl, 'ReadRestrictions', 'Readable')) return 'not readable';
  if (type.key.length === 0) return 'no key';
  if (type.key.length > 1) return 'several key columns';
  const key = propertyOf(type, type.key[0]);
  return key === undefined || key.isCollection || keyKindOf(key.type) === null ? 'kind of key' : null;
}

/** A restriction of the set, or of all sets. */
function says(set: CsdlSet, csdl: Csdl, restriction: string, property: string): boolean {
  return (
    isRestricted(set.annotations, restriction, property) ||
    (!set.annotations.has(`Org.OData.Capabilities.V1.${restriction}`) &&
      isRestricted(csdl.containerAnnotations, restriction, property))
  );
}

function tableFrom(set: CsdlSet, type: CsdlEntityType, csdl: Csdl): TableDefinition {
  const keyColumn = type.key[0] ?? '';
  const restricted = new Set([
    ...pathsOf(set.annotations, 'InsertRestrictions', 'NonInsertableProperties'),
    ...pathsOf(set.annotations, 'UpdateRestrictions', 'NonUpdatableProperties'),
  ]);
  const read = (property: CsdlProperty, isName: boolean) =>
    columnFrom(property, {
      csdl,
      isKey: property.name === keyColumn,
      isName,
      lookup: property.name === keyColumn ? null : lookupOf(property.name, set, type, csdl),
      isRestricted: restricted.has(property.name),
    });
  const isColumn = (column: ColumnDefinition | null): column is ColumnDefinition => column !== null;
  const first = type.properties.map((property) => read(property, false)).filter(isColumn);
  const nameColumn = nameColumnOf(first, { typeName: type.name, keyColumn });
  const columns = type.properties.map((property) => read(property, property.name === nameColumn)).filter(isColumn);
  const key = propertyOf(type, keyColumn);
  const keyKind = keyKindOf(key?.type ?? '') ?? 'text';
  const noCreate = whyNoCreate(set, type, { csdl, key, columns });
  const label = headerOf(type.annotations, 'TypeName') ?? labelOf(type.annotations) ?? humanise(type.name);
  return {
    name: set.name,
    setName: set.name,
    label,
    pluralLabel: headerOf(type.annotations, 'TypeNamePlural') ?? labelOf(set.annotations) ?? humanise(set.name),
    keyColumn,
    keyKind,
    nameColumn,
    columns,
    privileges: {
      canCreate: noCreate === null,
      canUpdate: !says(set, csdl, 'UpdateRestrictions', 'Updatable'),
      canDelete: !says(set, csdl, 'DeleteRestrictions', 'Deletable'),
    },
    // There are no privileges of a person to ask for: what is not allowed is so for everybody.
    ...(noCreate !== null && { noCreate }),
    mayTrackChanges: isTracked(set.annotations) || isTracked(csdl.containerAnnotations),
    modifiedColumn: type.properties.find(isMaintained)?.name ?? null,
    rowFilter: null,
    intervalMs: null,
  };
}

interface Creating {
  readonly csdl: Csdl;
  readonly key: CsdlProperty | undefined;
  readonly columns: readonly ColumnDefinition[];
}

/** Law 9: a create that may go out twice needs a key made here, or the second one makes a second row. */
function whyNoCreate(set: CsdlSet, type: CsdlEntityType, creating: Creating): NoCreate | null {
  const { csdl, key, columns } = creating;
  if (says(set, csdl, 'InsertRestrictions', 'Insertable')) return 'not allowed';
  if (key === undefined || !isKeyMadeHere(key)) return 'keys are made by the service';
  const isUnfillable = columns.some((column) => column.isRequired && column.isReadOnly && column.type.kind !== 'key');
  return type.isAbstract || isUnfillable ? 'cannot be filled in' : null;
}

function isKeyMadeHere({ type, facets, annotations }: CsdlProperty): boolean {
  if (isTagged(annotations, 'Computed') || isTagged(annotations, 'ComputedDefaultValue')) return false;
  return type === 'Edm.Guid' || (type === 'Edm.String' && facets.MaxLength === uuidLength);
}

/** Set by the service itself, at each change, as its name says. One that clients write would miss changes. */
function isMaintained({ name, type, annotations }: CsdlProperty): boolean {
  return type === 'Edm.DateTimeOffset' && isTagged(annotations, 'Computed') && isNamedModified(name);
}

/** The lookup of a column that holds the key of one row of one set; its navigation says which. */
function lookupOf(property: string, set: CsdlSet, type: CsdlEntityType, csdl: Csdl) {
  for (const navigation of type.navigations) {
    const [constraint, ...more] = navigation.constraints;
    if (navigation.isCollection || constraint === undefined || more.length > 0 || constraint[0] !== property) continue;
    const target = targetOf(navigation.name, navigation.type, { set, type, csdl });
    const targetType = target && csdl.entityTypes.get(target.type);
    if (!target || targetType?.key.length !== 1 || targetType.key[0] !== constraint[1]) continue;
    const label = labelOf(navigation.annotations) ?? humanise(navigation.name);
    return { target: target.name, navigation: navigation.name, label };
  }
  return null;
}

interface Pointing {
  readonly set: CsdlSet;
  readonly type: CsdlEntityType;
  readonly csdl: Csdl;
}

/** As the set's binding says, else the only set there is of that type. */
function targetOf(navigation: string, typeName: string, { set, type, csdl }: Pointing): CsdlSet | null {
  const paths = [navigation, ...[type.fullName, ...type.bases].map((name) => `${name}/${navigation}`)];
  const bound = paths.map((path) => set.bindings.get(path)).find((name) => name !== undefined);
  if (bound !== undefined) return csdl.sets.find(({ name }) => name === bound) ?? null;
  const ofType = csdl.sets.filter((one) => one.type === typeName);
  return ofType.length === 1 ? (ofType[0] ?? null) : null;
}

/** A lookup into a table that is not brought along could show nothing but a key: it is carried, not offered. */
function withinReach(table: TableDefinition, brought: ReadonlySet<string>): TableDefinition {
  const columns = table.columns.map((column) => {
    if (column.type.kind !== 'lookup' || column.type.targets.every((target) => brought.has(target))) return column;
    return { ...column, type: { kind: 'other', wireType: 'key of a row elsewhere' } as const, isReadOnly: true };
  });
  return { ...table, columns };
}

function propertyOf(type: CsdlEntityType, name: string | undefined): CsdlProperty | undefined {
  return type.properties.find((property) => property.name === name);
}
