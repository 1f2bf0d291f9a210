import { describe, expect, test } from 'vitest';
import { columnOf, type TableDefinition, type TableList } from '../../src/core/table.ts';
import { readCsdl } from '../../src/service/dialects/odata-v4-csdl.ts';
import { humanise } from '../../src/service/dialects/odata-v4-names.ts';
import { tablesFrom } from '../../src/service/dialects/odata-v4-tables.ts';
import { modelOf, vocabularies } from './odata-v4-model.ts';

function listOf(schema: string, container: string): TableList {
  return tablesFrom(readCsdl(modelOf(schema, container, { references: vocabularies })));
}

function tableOf(schema: string, container = '<EntitySet Name="Things" EntityType="Self.Thing"/>', name = 'Things') {
  const found = listOf(schema, container).tables.find((table) => table.name === name);
  if (found === undefined) throw new Error(`no table ${name}`);
  return found;
}

/** A type with a GUID key and what is given. */
const thing = (properties: string, inside = '') =>
  `<EntityType Name="Thing"><Key><PropertyRef Name="ID"/></Key>${inside}
    <Property Name="ID" Type="Edm.Guid" Nullable="false"/>${properties}</EntityType>`;

const typeOf = (table: TableDefinition, column: string) => columnOf(table, column)?.type;

describe('columns', () => {
  test('take their kind and limits from the type and its facets', () => {
    const table = tableOf(
      `<TypeDefinition Name="Email" UnderlyingType="Edm.String" MaxLength="254"/>
       <EnumType Name="Colour"><Member Name="DarkRed" Value="0"/>
         <Member Name="Green" Value="1"><Annotation Term="Common.Label" String="Grün"/></Member></EnumType>
       <EnumType Name="Days" IsFlags="true"><Member Name="Mo"/><Member Name="Tu"/></EnumType>` +
        thing(`<Property Name="name" Type="Edm.String" MaxLength="80" Nullable="false"/>
         <Property Name="notes" Type="Edm.String"/>
         <Property Name="email" Type="Self.Email"/>
         <Property Name="size" Type="Edm.Int16"/>
         <Property Name="big" Type="Edm.Int64"/>
         <Property Name="price" Type="Edm.Decimal" Precision="9" Scale="2"/>
         <Property Name="rate" Type="Edm.Decimal"/>
         <Property Name="any" Type="Edm.Decimal" Scale="variable"/>
         <Property Name="weight" Type="Edm.Double"/>
         <Property Name="isOn" Type="Edm.Boolean"/>
         <Property Name="day" Type="Edm.Date"/>
         <Property Name="at" Type="Edm.DateTimeOffset"/>
         <Property Name="colour" Type="Self.Colour"/>
         <Property Name="days" Type="Self.Days"/>
         <Property Name="tags" Type="Collection(Edm.String)"/>
         <Property Name="span" Type="Edm.Duration"/>
         <Property Name="photo" Type="Edm.Stream"/>`),
    );
    expect(typeOf(table, 'ID')).toEqual({ kind: 'key' });
    expect(typeOf(table, 'name')).toEqual({ kind: 'text', maxLength: 80 });
    expect(typeOf(table, 'notes')).toMatchObject({ kind: 'long text' });
    expect(typeOf(table, 'email')).toEqual({ kind: 'text', maxLength: 254 });
    expect(typeOf(table, 'size')).toEqual({ kind: 'integer', min: -32768, max: 32767 });
    expect(typeOf(table, 'big')).toMatchObject({ kind: 'integer', max: Number.MAX_SAFE_INTEGER });
    expect(typeOf(table, 'price')).toMatchObject({ kind: 'decimal', precision: 2, max: 9_999_999.99 });
    // Left out by many services that mean "any": a precision of 0 would make 1.2 and 1.4 the same.
    for (const name of ['rate', 'any', 'weight']) expect(typeOf(table, name)).toMatchObject({ precision: 10 });
    expect(typeOf(table, 'isOn')).toMatchObject({ kind: 'yes/no' });
    expect([typeOf(table, 'day'), typeOf(table, 'at')]).toEqual([{ kind: 'date' }, { kind: 'date and time' }]);
    expect(typeOf(table, 'colour')).toEqual({
      kind: 'choice',
      options: [
        { value: 'DarkRed', label: 'Dark red' },
        { value: 'Green', label: 'Grün' },
      ],
    });
    for (const name of ['days', 'tags', 'span']) {
      expect(columnOf(table, name)).toMatchObject({ type: { kind: 'other' }, isReadOnly: true });
    }
    expect(columnOf(table, 'photo')).toBeUndefined();
    expect(columnOf(table, 'name')).toMatchObject({ isRequired: true, isReadOnly: false });
    expect(columnOf(table, 'notes')).toMatchObject({ isRequired: false });
  });

  test('that the service sets are not required, and not to be changed', () => {
    const table = tableOf(
      thing(`<Property Name="a" Type="Edm.Int32" Nullable="false"><Annotation Term="Core.Computed"/></Property>
        <Property Name="b" Type="Edm.Int32"><Annotation Term="Org.OData.Core.V1.Immutable" Bool="true"/></Property>
        <Property Name="c" Type="Edm.Int32"><Annotation Term="Core.Permissions"><EnumMember>Core.Permission/Read</EnumMember></Annotation></Property>
        <Property Name="d" Type="Edm.Int32" Nullable="false"><Annotation Term="Core.ComputedDefaultValue"/></Property>
        <Property Name="e" Type="Edm.Int32" Nullable="false" DefaultValue="1"/>
        <Property Name="f" Type="Edm.Int32"><Annotation Term="Core.Computed" Bool="false"/></Property>
        <Property Name="g" Type="Edm.Int32"><Annotation Term="Core.Permissions" EnumMember="Core.Permission/None"/></Property>
        <Property Name="h" Type="Edm.Int32"/>
        <Property Name="i" Type="Edm.Int32"><Annotation Term="Core.Computed" Qualifier="Other"/></Property>`) +
        `<Annotations Target="Self.Thing/h"><Annotation Term="Core.Computed"/></Annotations>`,
      `<EntitySet Name="Things" EntityType="Self.Thing"><Annotation Term="Cap.UpdateRestrictions"><Record>
         <PropertyValue Property="NonUpdatableProperties"><Collection><PropertyPath>e</PropertyPath></Collection></PropertyValue>
       </Record></Annotation></EntitySet>`,
    );
    const readOnly = table.columns.filter((column) => column.isReadOnly).map(({ name }) => name);
    expect(readOnly).toEqual(['ID', 'a', 'b', 'c', 'e', 'h']);
    expect(table.columns.filter(({ isRequired }) => isRequired).map(({ name }) => name)).toEqual(['ID']);
    expect(columnOf(table, 'g')).toBeUndefined();
  });

  test('of a base type are inherited, and its key', () => {
    const table = tableOf(
      `<EntityType Name="Root" Abstract="true"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Guid" Nullable="false"/></EntityType>
       <EntityType Name="Middle" BaseType="Shop.Model.Root" Abstract="true"><Property Name="title" Type="Edm.String" MaxLength="10"/></EntityType>
       <EntityType Name="Thing" BaseType="Self.Middle"><Property Name="own" Type="Edm.Int32"/></EntityType>`,
    );
    expect(table.columns.map(({ name }) => name)).toEqual(['ID', 'title', 'own']);
    expect(table).toMatchObject({ keyColumn: 'ID', nameColumn: 'title', privileges: { canCreate: true } });
  });

  test('a table of an abstract type takes no new rows: nobody knows of which type they would be', () => {
    const table = tableOf(
      `<EntityType Name="Thing" Abstract="true"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Guid"/></EntityType>`,
    );
    expect(table).toMatchObject({ privileges: { canCreate: false, canUpdate: true }, noCreate: 'cannot be filled in' });
  });
});

describe('lookups', () => {
  const customers = (key: string) =>
    `<EntityType Name="Customer"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="${key}" Nullable="false"/></EntityType>`;
  const pointing = (key: string) =>
    thing(`<Property Name="customer_ID" Type="${key}"/>
      <NavigationProperty Name="mainCustomer" Type="Self.Customer">
        <ReferentialConstraint Property="customer_ID" ReferencedProperty="ID"/></NavigationProperty>
      <NavigationProperty Name="others" Type="Collection(Self.Customer)"/>`);

  test.each([
    ['Edm.Guid', 'guid'],
    ['Edm.Int32', 'integer'],
    ['Edm.String', 'text'],
  ])('a navigation with its foreign key of %s is a lookup, written by that key', (type, valueKind) => {
    const { tables } = listOf(
      customers(type) + pointing(type),
      `<EntitySet Name="Things" EntityType="Self.Thing"><NavigationPropertyBinding Path="mainCustomer" Target="People"/></EntitySet>
       <EntitySet Name="People" EntityType="Self.Customer"/><EntitySet Name="Others" EntityType="Self.Customer"/>`,
    );
    const table = tables.find(({ name }) => name === 'Things');
    expect(table && columnOf(table, 'customer_ID')).toEqual({
      name: 'customer_ID',
      label: 'Main customer',
      type: { kind: 'lookup', targets: ['People'], navigation: 'mainCustomer', valueKind },
      isRequired: false,
      isReadOnly: false,
    });
    // Pulled before what points to it.
    expect(tables.map(({ name }) => name)).toEqual(['Others', 'People', 'Things']);
  });

  test('without a binding the only set of the type is meant; among several none is', () => {
    const of = (...sets: readonly string[]) =>
      tableOf(
        customers('Edm.Guid') + pointing('Edm.Guid'),
        `<EntitySet Name="Things" EntityType="Self.Thing"/>${sets.map((name) => `<EntitySet Name="${name}" EntityType="Self.Customer"/>`).join('')}`,
      );
    expect(typeOf(of('People'), 'customer_ID')).toMatchObject({ kind: 'lookup', targets: ['People'] });
    expect(typeOf(of('People', 'Others'), 'customer_ID')).toMatchObject({ kind: 'other' });
    expect(typeOf(of(), 'customer_ID')).toMatchObject({ kind: 'other' });
  });

  test('one into a table that is left out is carried and not offered', () => {
    const table = tableOf(
      `<EntityType Name="Customer"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" Type="Edm.Date"/></EntityType>${pointing('Edm.Date')}`,
      `<EntitySet Name="Things" EntityType="Self.Thing"/><EntitySet Name="People" EntityType="Self.Customer"/>`,
    );
    expect(columnOf(table, 'customer_ID')).toMatchObject({ type: { kind: 'other' }, isReadOnly: true });
  });
});

describe('tables', () => {
  const keyed = (key: string, inside = '') =>
    `<EntityType Name="Thing"><Key><PropertyRef Name="ID"/></Key><Property Name="ID" ${key} Nullable="false">${inside}</Property></EntityType>`;

  test.each([
    ['Type="Edm.Guid"', '', null],
    ['Type="Edm.String" MaxLength="36"', '', null],
    ['Type="Edm.String" MaxLength="5"', '', 'keys are made by the service'],
    ['Type="Edm.String"', '', 'keys are made by the service'],
    ['Type="Edm.Int32"', '', 'keys are made by the service'],
    ['Type="Edm.Guid"', '<Annotation Term="Core.Computed"/>', 'keys are made by the service'],
  ])('with a key of %s%s: rows begin here, or why not', (key, inside, why) => {
    const table = tableOf(keyed(key, inside));
    expect(table.privileges.canCreate).toBe(why === null);
    expect(table.noCreate ?? null).toBe(why);
  });

  test('a column that must be there and cannot be given keeps rows from being made', () => {
    const fixed = '<Property Name="a" Type="Edm.Int32" Nullable="false"><Annotation Term="Core.Immutable"/></Property>';
    expect(tableOf(thing(fixed))).toMatchObject({ privileges: { canCreate: false }, noCreate: 'cannot be filled in' });
  });

  test('that cannot be kept are named with the reason', () => {
    const list = listOf(
      `<EntityType Name="Line"><Key><PropertyRef Name="A"/><PropertyRef Name="B"/></Key><Property Name="A" Type="Edm.Int32"/><Property Name="B" Type="Edm.Int32"/></EntityType>
       <EntityType Name="View"><Property Name="A" Type="Edm.Int32"/></EntityType>
       <EntityType Name="Day"><Key><PropertyRef Name="A"/></Key><Property Name="A" Type="Edm.Date"/></EntityType>
       <EntityType Name="Deep"><Key><PropertyRef Name="a/b" Alias="x"/></Key><Property Name="a" Type="Self.C"/></EntityType>${thing('')}`,
      `<EntitySet Name="OrderLines" EntityType="Self.Line"/><EntitySet Name="Views" EntityType="Self.View"/>
       <EntitySet Name="Days" EntityType="Self.Day"/><EntitySet Name="Deeps" EntityType="Self.Deep"/>
       <EntitySet Name="Far" EntityType="Elsewhere.Thing"/>
       <EntitySet Name="Hidden" EntityType="Self.Thing"><Annotation Term="Cap.ReadRestrictions"><Record><PropertyValue Property="Readable" Bool="false"/></Record></Annotation></EntitySet>
       <Singleton Name="Me" Type="Self.Thing"/>`,
    );
    expect(list.tables).toEqual([]);
    expect(list.leftOut).toEqual([
      { name: 'OrderLines', label: 'Order lines', why: 'several key columns' },
      { name: 'Views', label: 'Views', why: 'no key' },
      { name: 'Days', label: 'Days', why: 'kind of key' },
      { name: 'Deeps', label: 'Deeps', why: 'kind of key' },
      { name: 'Far', label: 'Far', why: 'defined elsewhere' },
      { name: 'Hidden', label: 'Hidden', why: 'not readable' },
    ]);
  });

  test('what the service does not let anybody do is said of the set, or of all sets', () => {
    const says = (restriction: string, property: string) =>
      `<Annotation Term="Cap.${restriction}"><Record><PropertyValue Property="${property}"><Bool>false</Bool></PropertyValue></Record></Annotation>`;
    const own = tableOf(
      thing(''),
      `<EntitySet Name="Things" EntityType="Self.Thing">${says('InsertRestrictions', 'Insertable')}${says('DeleteRestrictions', 'Deletable')}</EntitySet>
       ${says('UpdateRestrictions', 'Updatable')}`,
    );
    expect(own).toMatchObject({
      privileges: { canCreate: false, canUpdate: false, canDelete: false },
      noCreate: 'not allowed',
    });
    expect(tableOf(thing('')).privileges).toEqual({ canCreate: true, canUpdate: true, canDelete: true });
  });

  test('track changes only where the service says so', () => {
    const tracked = (value: string) =>
      tableOf(
        thing(''),
        `<EntitySet Name="Things" EntityType="Self.Thing"><Annotation Term="Cap.ChangeTracking"><Record><PropertyValue Property="Supported" Bool="${value}"/></Record></Annotation></EntitySet>`,
      ).mayTrackChanges;
    expect([tracked('true'), tracked('false'), tableOf(thing('')).mayTrackChanges]).toEqual([true, false, false]);
  });

  test('ask for what changed by a column that the service itself keeps, and by no other', () => {
    const of = (name: string, type: string, inside: string) =>
      tableOf(thing(`<Property Name="${name}" Type="${type}">${inside}</Property>`)).modifiedColumn;
    const computed = '<Annotation Term="Core.Computed"/>';
    expect(of('modifiedAt', 'Edm.DateTimeOffset', computed)).toBe('modifiedAt');
    expect(of('Last_Modified', 'Edm.DateTimeOffset', computed)).toBe('Last_Modified');
    expect(of('modifiedAt', 'Edm.DateTimeOffset', '')).toBeNull();
    expect(of('modifiedAt', 'Edm.Date', computed)).toBeNull();
    expect(of('createdAt', 'Edm.DateTimeOffset', computed)).toBeNull();
  });

  test.each([
    [['code', 'name'], 'name'],
    [['code', 'productName', 'description'], 'productName'],
    [['remark', 'thingName'], 'thingName'],
    [['remark', 'Title'], 'Title'],
    [['remark', 'display_name'], 'display_name'],
    [['remark', 'code'], 'remark'],
    [[], 'ID'],
  ])('of %j the name is %s', (columns, name) => {
    const properties = columns.map((column) => `<Property Name="${column}" Type="Edm.String" MaxLength="9"/>`).join('');
    const schema = thing(properties).replaceAll('"Thing"', columns.includes('productName') ? '"Product"' : '"Thing"');
    const type = columns.includes('productName') ? 'Product' : 'Thing';
    expect(tableOf(schema, `<EntitySet Name="Things" EntityType="Self.${type}"/>`).nameColumn).toBe(name);
  });

  test('are named as the service labels them, else by their names made readable', () => {
    const labels =
      '<Annotation Term="UI.HeaderInfo"><Record><PropertyValue Property="TypeName" String="Gerät"/><PropertyValue Property="TypeNamePlural" String="Geräte"/></Record></Annotation>';
    expect(tableOf(thing('', labels))).toMatchObject({ label: 'Gerät', pluralLabel: 'Geräte' });
    expect(tableOf(thing(''))).toMatchObject({ label: 'Thing', pluralLabel: 'Things' });
    expect(['unitPrice', 'UnitPrice', 'unit_price', 'SKUCode', 'line2', 'ID'].map(humanise)).toEqual([
      'Unit price',
      'Unit price',
      'Unit price',
      'SKU code',
      'Line2',
      'ID',
    ]);
  });

  test('other namespaces’ remarks, several schemas and an extended container are taken as they are meant', () => {
    const document = `<x:Edmx Version="4.0" xmlns:x="http://docs.oasis-open.org/odata/ns/edmx" xmlns:m="http://docs.oasis-open.org/odata/ns/edm" xmlns:z="urn:other">
      <x:DataServices>
        <m:Schema Namespace="A"><m:EntityType Name="Thing"><m:Key><m:PropertyRef Name="ID"/></m:Key>
          <m:Property Name="ID" Type="Edm.Guid" z:Type="nonsense"/><z:Property Name="fake" Type="Edm.String"/></m:EntityType>
          <m:EntityContainer Name="C" Extends="B.D"><m:EntitySet Name="Own" EntityType="A.Thing"/></m:EntityContainer></m:Schema>
        <m:Schema Namespace="B" Alias="Bee"><m:EntityContainer Name="D"><m:EntitySet Name="Theirs" EntityType="A.Thing"/></m:EntityContainer></m:Schema>
      </x:DataServices></x:Edmx>`;
    const { tables } = tablesFrom(readCsdl(document));
    expect(tables.map(({ name }) => name)).toEqual(['Own', 'Theirs']);
    expect(tables[0]?.columns.map(({ name }) => name)).toEqual(['ID']);
  });

  test.each([
    ['<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"/>', 'no model of OData 4'],
    ['<html><body>Sign in</body></html>', 'no model of OData 4'],
    [
      modelOf('<EntityType Name="A" BaseType="Self.B"/><EntityType Name="B" BaseType="Self.A"/>', ''),
      'derived from itself',
    ],
  ])('a document that is no model says so: %s', (document, why) => {
    expect(() => readCsdl(document)).toThrow(why);
  });
});
