import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoTables } from '../../server/demo/tables/demo-tables.ts';
import { wireName } from '../../server/odata/table.ts';
import { base, dataPath, openService, rowsOf, type SignedIn, type TestService } from './service-fixture.ts';

type Node = Readonly<Record<string, string>>;
type Annotated = Node & { readonly Annotation?: readonly Node[] };
type EntityType = Node & {
  readonly Key?: { readonly PropertyRef: Node };
  readonly Property?: readonly Annotated[];
  readonly NavigationProperty?: readonly (Node & { readonly ReferentialConstraint?: Node })[];
};
type EntitySet = Annotated & { readonly NavigationPropertyBinding?: readonly Node[] };
type Schema = Node & {
  readonly EntityType: readonly EntityType[];
  readonly ComplexType: readonly (Node & { readonly Property: readonly Node[] })[];
  readonly EnumType: Node;
  readonly Function: readonly (Node & { readonly Parameter?: Node; readonly ReturnType: Node })[];
  readonly EntityContainer: Node & {
    readonly EntitySet: readonly EntitySet[];
    readonly FunctionImport: readonly Node[];
  };
};

let service: TestService;
let dana: SignedIn;
beforeAll(async () => {
  service = await openService({ scale: 0.001 });
  dana = await service.as('dana');
});
afterAll(() => service.close());

const lists = [
  'EntityType',
  'ComplexType',
  'Property',
  'NavigationProperty',
  'NavigationPropertyBinding',
  'EntitySet',
  'Function',
  'FunctionImport',
  'Annotation',
];
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name, _path, _isLeaf, isAttribute) => !isAttribute && lists.includes(name),
});

async function readXml(person: SignedIn, query = ''): Promise<string> {
  const headers = { authorization: `Bearer ${person.token}` };
  const answered = await service.app.request(`${base}${dataPath}/$metadata${query}`, { headers });
  expect(answered.status).toBe(200);
  expect(answered.headers.get('content-type')).toBe('application/xml');
  return answered.text();
}

async function readSchema(person: SignedIn, query = ''): Promise<Schema> {
  const xml = await readXml(person, query);
  expect(XMLValidator.validate(xml)).toBe(true);
  const { 'edmx:Edmx': edmx } = parser.parse(xml) as {
    'edmx:Edmx': { Version: string; 'edmx:DataServices': { Schema: Schema } };
  };
  expect(edmx.Version).toBe('4.0');
  return edmx['edmx:DataServices'].Schema;
}

/** Everything that is named and defined nowhere. */
function danglingOf(schema: Schema): readonly string[] {
  const types = new Map(schema.EntityType.map((type) => [`mscrm.${type.Name}`, type]));
  const names = new Set([
    ...types.keys(),
    ...schema.ComplexType.map(({ Name }) => `mscrm.${Name}`),
    `mscrm.${schema.EnumType.Name}`,
    ...schema.Function.map(({ Name }) => `mscrm.${Name}`),
  ]);
  const bare = (type = ''): string => /^Collection\((.+)\)$/.exec(type)?.[1] ?? type;
  const hasType = (type = ''): boolean => bare(type).startsWith('Edm.') || names.has(bare(type));
  const propertiesOf = (type: EntityType | undefined): readonly (string | undefined)[] =>
    (type?.Property ?? []).map(({ Name }) => Name);
  const ofTypes = schema.EntityType.flatMap((type) => {
    const navigations = (type.NavigationProperty ?? []).flatMap((navigation) => {
      const target = types.get(bare(navigation.Type));
      const back = target?.NavigationProperty?.find(({ Name }) => Name === navigation.Partner);
      const { Property, ReferencedProperty } = navigation.ReferentialConstraint ?? {};
      return [
        ...(target === undefined ? [`type ${navigation.Type}`] : []),
        ...(navigation.Partner !== undefined && bare(back?.Type) !== `mscrm.${type.Name}` ? ['partner'] : []),
        ...(Property !== undefined && !propertiesOf(type).includes(Property) ? ['property'] : []),
        ...(Property !== undefined && !propertiesOf(target).includes(ReferencedProperty) ? ['referenced'] : []),
      ].map((what) => `${type.Name}/${navigation.Name}: ${what}`);
    });
    const key = type.Key?.PropertyRef.Name;
    return [
      ...(type.BaseType === undefined || names.has(type.BaseType) ? [] : [`${type.Name}: base`]),
      ...(key === undefined || propertiesOf(type).includes(key) ? [] : [`${type.Name}: key`]),
      ...(type.Property ?? []).filter(({ Type }) => !hasType(Type)).map(({ Name }) => `${type.Name}/${Name}: type`),
      ...navigations,
    ];
  });
  const sets = new Map(schema.EntityContainer.EntitySet.map((set) => [set.Name, set]));
  const ofSets = schema.EntityContainer.EntitySet.flatMap((set) => {
    const type = types.get(set.EntityType ?? '');
    const bindings = (set.NavigationPropertyBinding ?? []).filter(({ Path, Target }) => {
      const navigation = type?.NavigationProperty?.find(({ Name }) => Name === Path);
      return navigation === undefined || sets.get(Target)?.EntityType !== bare(navigation.Type);
    });
    return [
      ...(type === undefined ? [`${set.Name}: type`] : []),
      ...bindings.map(({ Path }) => `${set.Name}: ${Path}`),
    ];
  });
  const others = [
    ...schema.ComplexType.flatMap(({ Property }) => Property.map(({ Type }) => Type)),
    ...schema.Function.flatMap(({ Parameter, ReturnType }) => [Parameter?.Type ?? 'Edm.Guid', ReturnType.Type]),
    ...schema.EntityContainer.FunctionImport.map((one) => one.Function),
  ];
  return [...ofTypes, ...ofSets, ...others.filter((type) => !hasType(type)).map(String)];
}

describe('$metadata', () => {
  it('§2.10 is CSDL 4.0 with a type and a set for each table, and every property that a row has', async () => {
    const schema = await readSchema(dana);
    expect(schema).toMatchObject({ Namespace: 'Microsoft.Dynamics.CRM', Alias: 'mscrm' });
    for (const table of demoTables.byName.values()) {
      const type = schema.EntityType.find(({ Name }) => Name === table.name);
      expect(type).toMatchObject({ BaseType: 'mscrm.crmbaseentity', Key: { PropertyRef: { Name: table.key } } });
      expect(type?.Property?.map(({ Name }) => Name)).toEqual(table.columns.map(wireName));
      expect(schema.EntityContainer.EntitySet).toContainEqual(
        expect.objectContaining({ Name: table.setName, EntityType: `mscrm.${table.name}` }),
      );
      const [row = {}] = rowsOf(await dana.get(`${table.setName}?$top=1`));
      expect(Object.keys(row).filter((name) => !name.includes('@'))).toEqual(table.columns.map(wireName));
    }
  });

  it('names nothing that it does not define: types, partners, constraints, bindings, functions', async () => {
    expect(danglingOf(await readSchema(dana))).toEqual([]);
    expect(danglingOf(await readSchema(dana, '?annotations=true'))).toEqual([]);
  });

  it('§2.11 writes each kind of column by its Edm type', async () => {
    const schema = await readSchema(dana);
    const typeOf = (table: string, name: string) =>
      schema.EntityType.find(({ Name }) => Name === table)?.Property?.find(({ Name }) => Name === name);
    expect(typeOf('account', 'accountid')).toEqual({ Name: 'accountid', Type: 'Edm.Guid', Nullable: 'false' });
    expect(typeOf('account', 'name')).toEqual({ Name: 'name', Type: 'Edm.String', Unicode: 'false' });
    expect(typeOf('account', 'creditlimit')).toMatchObject({ Type: 'Edm.Decimal', Scale: 'Variable' });
    expect(
      [
        ['account', 'numberofemployees'],
        ['account', 'industrycode'],
        ['account', 'donotemail'],
        ['account', '_ownerid_value'],
        ['account', 'createdon'],
        ['contact', 'birthdate'],
        ['msdyn_customerasset', 'msdyn_latitude'],
      ].map(([table = '', name = '']) => typeOf(table, name)?.Type),
    ).toEqual(['Edm.Int32', 'Edm.Int32', 'Edm.Boolean', 'Edm.Guid', 'Edm.DateTimeOffset', 'Edm.Date', 'Edm.Double']);
  });

  it('leads along lookups, also of several targets, back, and over N:N', async () => {
    const schema = await readSchema(dana);
    const navigation = (table: string, name: string) =>
      schema.EntityType.find(({ Name }) => Name === table)?.NavigationProperty?.find(({ Name }) => Name === name);
    expect(navigation('account', 'primarycontactid')).toEqual({
      Name: 'primarycontactid',
      Type: 'mscrm.contact',
      Partner: 'account_primarycontactid',
      ReferentialConstraint: { Property: '_primarycontactid_value', ReferencedProperty: 'contactid' },
    });
    expect(navigation('contact', 'account_primarycontactid')).toEqual({
      Name: 'account_primarycontactid',
      Type: 'Collection(mscrm.account)',
      Partner: 'primarycontactid',
    });
    expect(navigation('annotation', 'objectid_contact')).toMatchObject({ Type: 'mscrm.contact' });
    expect(navigation('account', 'ownerid')).toMatchObject({ Type: 'mscrm.principal' });
    expect(navigation('msdyn_workorder', 'msdyn_workorder_msdyn_customerasset')).toEqual({
      Name: 'msdyn_workorder_msdyn_customerasset',
      Type: 'Collection(mscrm.msdyn_customerasset)',
      Partner: 'msdyn_workorder_msdyn_customerasset',
    });
  });

  it('§2.10 with annotations=true says what is read-only and that changes are tracked', async () => {
    const schema = await readSchema(dana, '?annotations=true');
    const account = schema.EntityType.find(({ Name }) => Name === 'account');
    const termsOf = (name: string) =>
      account?.Property?.find(({ Name }) => Name === name)?.Annotation?.map(({ Term }) => Term);
    const [core, capabilities] = ['Org.OData.Core.V1', 'Org.OData.Capabilities.V1'];
    expect(termsOf('name')).toEqual([`${core}.Description`]);
    for (const name of ['createdon', '_ownerid_value']) {
      expect(termsOf(name)).toEqual([`${core}.Description`, `${core}.Computed`, `${core}.Permissions`]);
    }
    const set = schema.EntityContainer.EntitySet.find(({ Name }) => Name === 'accounts');
    expect(set?.Annotation?.[0]).toMatchObject({
      Term: `${capabilities}.ChangeTracking`,
      Record: { PropertyValue: { Property: 'Supported', Bool: 'true' } },
    });
    expect(await readXml(dana)).not.toContain('Annotation');
  });

  it('takes no other options, and only reading', async () => {
    for (const query of ['?$format=json', '?$select=x', '?$skip=1', '?annotations=maybe']) {
      expect((await dana.get(`$metadata${query}`)).status).toBe(400);
    }
    expect((await dana.send('POST', '$metadata', { body: {} })).status).toBe(405);
  });

  it('tells a person of what they may read and of nothing else (inferred)', async () => {
    await service.database.query("delete from landfall_role_privilege where table_name = '*' and role_id = $1::uuid", [
      String((await service.database.query("select id from landfall_role where name = 'Reader'"))[0]?.id),
    ]);
    await service.database.query(
      `insert into landfall_role_privilege
       select id, 'msdyn_workorder', 'Read', 'Global' from landfall_role where name = 'Reader'`,
    );
    const rita = await service.as('rita');
    const schema = await readSchema(rita);
    expect(danglingOf(schema)).toEqual([]);
    const tables = schema.EntityType.filter((type) => demoTables.byName.has(type.Name ?? '')).map(({ Name }) => Name);
    expect(tables).toEqual(['msdyn_workorder', 'businessunit', 'systemuser', 'team']);
    const documents = [
      await readXml(rita, '?annotations=true'),
      JSON.stringify((await rita.get('')).body),
      ...(await Promise.all(
        [
          'EntityDefinitions?$expand=Attributes,ManyToOneRelationships,OneToManyRelationships,ManyToManyRelationships',
          "EntityDefinitions(LogicalName='msdyn_workorder')/Attributes/Microsoft.Dynamics.CRM.LookupAttributeMetadata",
          'RelationshipDefinitions',
          'savedqueries?$select=returnedtypecode',
          'systemforms?$select=objecttypecode',
        ].map(async (path) => {
          const { status, body } = await rita.get(path);
          expect(status).toBe(200);
          return JSON.stringify(body);
        }),
      )),
    ];
    for (const text of documents)
      expect(text).not.toMatch(/"(mscrm\.)?(account|contact|annotation|accounts|contacts)"/);
    expect((await rita.get("EntityDefinitions(LogicalName='account')")).status).toBe(404);
  });
});
