import { type Annotate, description, readOnly } from './csdl-annotations.ts';
import type { Navigation } from './navigation.ts';
import { navigationName, relationshipName } from './navigation.ts';
import type { Sight } from './sight.ts';
import { type Column, isLookup, type Table, wireName } from './table.ts';
import { element } from './xml-text.ts';

type Attributes = Readonly<Record<string, string | boolean>>;

function typeOf(column: Column): Attributes {
  switch (column.type.kind) {
    case 'key':
    case 'lookup':
    case 'owner':
      return { Type: 'Edm.Guid' };
    case 'text':
    case 'memo':
      return { Type: 'Edm.String', Unicode: false };
    case 'integer':
    case 'choice':
      return { Type: 'Edm.Int32' };
    case 'decimal':
    case 'money':
      return { Type: 'Edm.Decimal', Scale: 'Variable' };
    case 'double':
      return { Type: 'Edm.Double' };
    case 'datetime':
      return { Type: 'Edm.DateTimeOffset' };
    case 'date':
      return { Type: 'Edm.Date' };
    case 'boolean':
      return { Type: 'Edm.Boolean' };
  }
}

function propertyXml(column: Column, annotate: Annotate): string {
  const isReference = column.type.kind === 'lookup' || column.type.kind === 'owner';
  // Only the key of a row is never empty: a required column may be, in rows that are older than the requirement.
  const nullable = column.type.kind === 'key' ? { Nullable: false } : {};
  // A lookup is read as `_name_value` and written through its navigation property.
  const isComputed = column.isReadOnly || isReference;
  const annotations = annotate === 'bare' ? [] : [description(column.label), ...(isComputed ? readOnly : [])];
  return element('Property', { Name: wireName(column), ...typeOf(column), ...nullable }, annotations);
}

/** The navigation property at the other end, which leads back. */
function partnerOf(navigation: Navigation, table: Table): string | undefined {
  switch (navigation.kind) {
    case 'single': {
      const column = table.columns.find((candidate) => candidate.name === navigation.column);
      if (column === undefined || !isLookup(column)) return undefined;
      return relationshipName(table, column, navigation.target.name);
    }
    case 'collection':
      return navigationName(navigation.column, table.name);
    case 'many':
      return navigation.relation[navigation.near === 'first' ? 'second' : 'first'].navigation;
  }
}

/** `_ownerid_value` is of a person or a team: only their common type `principal` stands for it whole. */
function constraintXml(navigation: Navigation, table: Table): readonly string[] {
  const column = table.columns.find(({ name }) => navigation.kind === 'single' && name === navigation.column);
  if (column === undefined || !isLookup(column)) return [];
  const ends = { Property: wireName(column), ReferencedProperty: navigation.target.key };
  return [element('ReferentialConstraint', ends)];
}

function navigationXml(navigation: Navigation, table: Table): string {
  const type = `mscrm.${navigation.target.name}`;
  const isSingle = navigation.kind === 'single';
  return element(
    'NavigationProperty',
    {
      Name: navigation.name,
      Type: isSingle ? type : `Collection(${type})`,
      Partner: partnerOf(navigation, table),
    },
    constraintXml(navigation, table),
  );
}

function ownerXml(table: Table): readonly string[] {
  if (table.ownership !== 'user') return [];
  const constraint = element('ReferentialConstraint', { Property: '_ownerid_value', ReferencedProperty: 'ownerid' });
  return [element('NavigationProperty', { Name: 'ownerid', Type: 'mscrm.principal' }, [constraint])];
}

export function entityTypeXml(sight: Sight, table: Table, annotate: Annotate): string {
  const content = [
    element('Key', {}, [element('PropertyRef', { Name: table.key })]),
    ...table.columns.map((column) => propertyXml(column, annotate)),
    ...ownerXml(table),
    ...sight.navigationsOf(table).map((navigation) => navigationXml(navigation, table)),
    ...(annotate === 'bare' ? [] : [description(table.label)]),
  ];
  return element('EntityType', { Name: table.name, BaseType: 'mscrm.crmbaseentity' }, content);
}
