import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf, type Json, openService, rowsOf, type SignedIn, type TestService } from './service-fixture.ts';

let service: TestService;
let dana: SignedIn;
beforeAll(async () => {
  service = await openService({ scale: 0.001 });
  dana = await service.as('dana');
});
afterAll(() => service.close());

const typed = async (table: string, name: string, query: string): Promise<readonly Json[]> =>
  rowsOf(
    await dana.get(
      `EntityDefinitions(LogicalName='${table}')/Attributes/Microsoft.Dynamics.CRM.${name}AttributeMetadata${query}`,
    ),
  );
const userLabel = (label: unknown): unknown => ((label as Json).UserLocalizedLabel as Json).Label;

describe('table definitions', () => {
  it('§2.10 come in one answer with privileges, columns and relationships, in the shape Dataverse has', async () => {
    const answered = await dana.get(
      'EntityDefinitions?$select=LogicalName,EntitySetName,SchemaName,DisplayName,DisplayCollectionName,' +
        'PrimaryIdAttribute,PrimaryNameAttribute,ChangeTrackingEnabled,IsOptimisticConcurrencyEnabled,Privileges' +
        '&$expand=Attributes($select=LogicalName,AttributeOf,AttributeType,AttributeTypeName,DisplayName,RequiredLevel,' +
        'IsValidForCreate,IsValidForUpdate,IsValidForRead,IsPrimaryId,IsPrimaryName),' +
        'ManyToOneRelationships($select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName)',
    );
    const tables = rowsOf(answered);
    expect(tables.map((table) => [table.LogicalName, table.EntitySetName, table.PrimaryNameAttribute])).toEqual([
      ['account', 'accounts', 'name'],
      ['contact', 'contacts', 'fullname'],
      ['msdyn_customerasset', 'msdyn_customerassets', 'msdyn_name'],
      ['msdyn_workorder', 'msdyn_workorders', 'msdyn_name'],
      ['bookableresourcebooking', 'bookableresourcebookings', 'name'],
      ['annotation', 'annotations', 'subject'],
      ['businessunit', 'businessunits', 'name'],
      ['systemuser', 'systemusers', 'fullname'],
      ['team', 'teams', 'name'],
    ]);
    const [account = {}] = tables;
    expect(account).toMatchObject({ ChangeTrackingEnabled: true, IsOptimisticConcurrencyEnabled: true });
    expect(userLabel(account.DisplayCollectionName)).toBe('Accounts');
    expect(account.Privileges).toContainEqual(
      expect.objectContaining({ Name: 'prvReadAccount', PrivilegeType: 'Read', PrivilegeId: expect.any(String) }),
    );
    expect(account.ManyToOneRelationships).toContainEqual({
      MetadataId: expect.any(String),
      ReferencingAttribute: 'primarycontactid',
      ReferencedEntity: 'contact',
      ReferencingEntityNavigationPropertyName: 'primarycontactid',
    });
    const columns = new Map((account.Attributes as readonly Json[]).map((column) => [column.LogicalName, column]));
    expect(columns.get('name')).toMatchObject({
      AttributeType: 'String',
      AttributeTypeName: { Value: 'StringType' },
      RequiredLevel: { Value: 'ApplicationRequired' },
      IsPrimaryName: true,
      IsValidForUpdate: true,
    });
    expect(columns.get('accountid')).toMatchObject({ AttributeType: 'Uniqueidentifier', IsPrimaryId: true });
    expect(columns.get('modifiedon')).toMatchObject({ IsValidForCreate: false, IsValidForUpdate: false });
    expect(columns.get('ownerid')).toMatchObject({ AttributeType: 'Owner', IsValidForUpdate: true });
    expect(columns.get('name')).not.toHaveProperty('MaxLength');
  });

  it('§2.10 tell the limits of each kind of column by typed cast', async () => {
    expect(await typed('account', 'String', '?$select=LogicalName,MaxLength')).toContainEqual(
      expect.objectContaining({ LogicalName: 'name', MaxLength: 160 }),
    );
    expect(await typed('contact', 'Memo', '?$select=LogicalName,MaxLength')).toHaveLength(1);
    expect(await typed('account', 'Integer', '?$select=MinValue,MaxValue')).toEqual([
      { MetadataId: expect.any(String), MinValue: 0, MaxValue: 1_000_000_000 },
    ]);
    for (const name of ['Money', 'Decimal']) {
      const [column] = await typed('msdyn_workorder', name, '?$select=LogicalName,MinValue,MaxValue,Precision');
      expect(column).toMatchObject({ MinValue: 0, MaxValue: expect.any(Number), Precision: 2 });
    }
    expect(await typed('contact', 'DateTime', '?$select=LogicalName,Format,DateTimeBehavior')).toContainEqual(
      expect.objectContaining({
        LogicalName: 'birthdate',
        Format: 'DateOnly',
        DateTimeBehavior: { Value: 'DateOnly' },
      }),
    );
    expect(await typed('account', 'Lookup', '?$select=LogicalName,Targets')).toEqual([
      expect.objectContaining({ LogicalName: 'primarycontactid', Targets: ['contact'] }),
      expect.objectContaining({ LogicalName: 'ownerid', Targets: ['systemuser', 'team'] }),
      expect.objectContaining({ LogicalName: 'owningbusinessunit', Targets: ['businessunit'] }),
    ]);
    expect(await typed('account', 'Double', '')).toEqual([]);
  });

  it('§2.10 tell choices and yes/no labels', async () => {
    const [status] = await typed('msdyn_workorder', 'Picklist', '?$select=LogicalName&$expand=OptionSet');
    const options = ((status?.OptionSet as { Options: readonly Json[] } | undefined)?.Options ?? []).map((option) => [
      option.Value,
      userLabel(option.Label),
    ]);
    expect(options[0]).toEqual([690970000, 'Unscheduled']);
    const [flag] = await typed('account', 'Boolean', '?$select=LogicalName&$expand=OptionSet');
    const set = flag?.OptionSet as { TrueOption: Json; FalseOption: Json };
    expect([set.TrueOption.Value, userLabel(set.FalseOption.Label)]).toEqual([1, 'Allow']);
  });

  it('§2.10 can be filtered, asked one by one, and refuse what is not there', async () => {
    const tracked = await dana.get('EntityDefinitions?$select=SchemaName&$filter=ChangeTrackingEnabled eq true');
    expect(rowsOf(tracked)).toHaveLength(9);
    expect(rowsOf(await dana.get("EntityDefinitions?$filter=LogicalName eq 'contact'"))).toHaveLength(1);
    expect((await dana.get("EntityDefinitions(LogicalName='contact')?$select=EntitySetName")).body).toMatchObject({
      EntitySetName: 'contacts',
    });
    expect(errorOf(await dana.get("EntityDefinitions(LogicalName='nope')")).status).toBe(404);
    for (const query of ['$select=Nope', '$expand=Nope', '$expand=A(', '$filter=Nope eq 1', '$orderby=LogicalName']) {
      expect(errorOf(await dana.get(`EntityDefinitions?${query}`)).status).toBe(400);
    }
  });
});

describe('the number of rows', () => {
  const count = 'RetrieveTotalRecordCount';

  it('is told of whole tables to a person with organisation-level read', async () => {
    const answered = await dana.get(`${count}(EntityNames=['account','msdyn_workorder'])`);
    const all = await dana.get('accounts?$count=true&$top=1');
    expect(answered.body.EntityRecordCountCollection).toMatchObject({
      Count: 2,
      Keys: ['account', 'msdyn_workorder'],
      Values: [all.body['@odata.count'], expect.any(Number)],
    });
  });

  it('is refused to others, and to what is no list of tables', async () => {
    expect((await (await service.as('tom')).get(`${count}(EntityNames=['account'])`)).status).toBe(403);
    expect((await dana.get(`${count}(EntityNames=['nothing'])`)).status).toBe(400);
    expect((await dana.get(`${count}(EntityNames=[oops])`)).status).toBe(400);
  });
});

describe('definitions by path', () => {
  const account = "EntityDefinitions(LogicalName='account')";
  const body = async (path: string): Promise<Json> => (await dana.get(path)).body;

  it('§2.10 are found by LogicalName and by MetadataId, which is always returned', async () => {
    const byName = await body(`${account}?$select=LogicalName`);
    expect(await body(`EntityDefinitions(${byName.MetadataId})?$select=LogicalName`)).toEqual(byName);
    const column = await body(`${account}/Attributes(LogicalName='name')?$select=LogicalName`);
    expect(column).toMatchObject({ LogicalName: 'name', MetadataId: expect.any(String) });
    expect(column['@odata.type']).toBe('#Microsoft.Dynamics.CRM.StringAttributeMetadata');
    expect(await body(`${account}/Attributes(${column.MetadataId})?$select=LogicalName`)).toEqual(column);
    const cast = `${account}/Attributes(LogicalName='industrycode')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata`;
    expect((await body(`${cast}?$select=LogicalName&$expand=OptionSet`)).OptionSet).toMatchObject({ IsGlobal: false });
    expect((await body(`${cast}/OptionSet`)).Options).toHaveLength(11);
    expect((await body(`${account}/Privileges`)).value).toHaveLength(7);
  });

  it('§2.10 have casts for each kind of column', async () => {
    for (const [table, name] of [
      ['msdyn_customerasset', 'Double'],
      ['account', 'Money'],
      ['msdyn_workorder', 'Decimal'],
    ] as const) {
      const [column] = await typed(table, name, '?$select=LogicalName,MinValue,MaxValue,Precision');
      expect(column).toMatchObject({ MinValue: expect.any(Number), Precision: expect.any(Number) });
      expect(column).not.toHaveProperty(['@odata.type']);
    }
    const regarding = await typed('annotation', 'Lookup', "?$select=Targets&$filter=LogicalName eq 'objectid'");
    expect(regarding[0]?.Targets).toEqual(['account', 'contact', 'msdyn_workorder', 'msdyn_customerasset']);
    const attributes = rowsOf(
      await dana.get(`${account}/Attributes?$filter=RequiredLevel/Value eq 'ApplicationRequired'`),
    );
    expect(attributes.map((column) => column.LogicalName)).toEqual(['name', 'ownerid']);
  });

  it('§2.10 tell both sides of a relationship, and of N:N, by the same id', async () => {
    const [booked] = rowsOf(
      await dana.get(
        "EntityDefinitions(LogicalName='msdyn_workorder')/OneToManyRelationships" +
          "?$filter=ReferencingEntity eq 'bookableresourcebooking'",
      ),
    );
    expect(booked).toMatchObject({
      SchemaName: 'bookableresourcebooking_msdyn_workorder',
      ReferencedEntity: 'msdyn_workorder',
      ReferencedEntityNavigationPropertyName: 'bookableresourcebooking_msdyn_workorder',
      CascadeConfiguration: { Delete: 'Cascade' },
    });
    const definition = await body(`RelationshipDefinitions(SchemaName='${booked?.SchemaName}')`);
    expect(definition).toMatchObject({
      '@odata.type': '#Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata',
      MetadataId: booked?.MetadataId,
    });
    expect(await body(`RelationshipDefinitions(${booked?.MetadataId})`)).toMatchObject({
      SchemaName: booked?.SchemaName,
    });
    const pairs = 'Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata';
    const many = rowsOf(await dana.get(`RelationshipDefinitions/${pairs}?$select=SchemaName,IntersectEntityName`));
    expect(many.map(({ SchemaName }) => SchemaName)).toEqual(['msdyn_workorder_msdyn_customerasset', 'teammembership']);
    const [own] = rowsOf(await dana.get("EntityDefinitions(LogicalName='team')/ManyToManyRelationships"));
    expect(own).toMatchObject({ Entity1LogicalName: 'team', Entity2LogicalName: 'systemuser' });
    const deletes = rowsOf(await dana.get('RelationshipDefinitions')).map(
      ({ CascadeConfiguration }) => (CascadeConfiguration as Json | undefined)?.Delete,
    );
    expect(deletes).toEqual(expect.arrayContaining(['RemoveLink', 'Restrict', 'Cascade']));
  });

  it('§2.10 have no shared choices here: the list is there and empty', async () => {
    expect((await body('GlobalOptionSetDefinitions')).value).toEqual([]);
    expect((await dana.get("GlobalOptionSetDefinitions(Name='nowhere')")).status).toBe(404);
  });

  it('refuse what leads nowhere', async () => {
    for (const path of [
      `EntityDefinitions(${crypto.randomUUID()})`,
      `${account}/Nothing`,
      `${account}/Attributes(LogicalName='nothing')`,
      `${account}/Attributes/Microsoft.Dynamics.CRM.NothingAttributeMetadata`,
      `${account}/Attributes(LogicalName='name')/Microsoft.Dynamics.CRM.MoneyAttributeMetadata`,
      "RelationshipDefinitions(SchemaName='nothing')",
      'EntityDefinitions/Attributes',
      `${account}/__proto__`,
    ]) {
      expect([path, (await dana.get(path)).status]).toEqual([path, 404]);
    }
    for (const path of [
      "EntityDefinitions(SchemaName='Account')/Attributes?$skip=1",
      `${account}?$filter=LogicalName eq 'account'`,
      `${account}/Attributes?$top=1`,
      'EntityDefinitions?$orderby=LogicalName',
      'EntityDefinitions?$search=account',
      'EntityDefinitions?$format=json',
      'EntityDefinitions?$filter=LogicalName gt 1',
      'EntityDefinitions?$filter=Nothing eq 1',
      '?$skip=1',
    ]) {
      expect([path, (await dana.get(path)).status]).toEqual([path, 400]);
    }
  });
});

describe('the service document', () => {
  it('names every set, also without a slash', async () => {
    const answered = await dana.get('');
    const names = rowsOf(answered).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['accounts', 'systemusers', 'savedqueries', 'systemforms']));
    expect(answered.body['@odata.context']).toMatch(/\/\$metadata$/);
    const bare = await dana.get('http://service.test/api/data/v9.2');
    expect(bare.body).toEqual(answered.body);
  });
});

describe('globalmetadataversion', () => {
  const name = 'Microsoft.Dynamics.CRM.globalmetadataversion';

  it('§2.1 is told where it is asked for, by name or by *', async () => {
    const paths = ['', 'EntityDefinitions?$select=LogicalName', "EntityDefinitions(LogicalName='account')"];
    for (const path of paths) {
      for (const asked of [name, '*']) {
        const prefer = `odata.include-annotations="${asked}"`;
        const answered = await dana.get(path, { prefer });
        expect(answered.body[`@${name}`]).toMatch(/^\d+$/);
        expect(answered.headers.get('preference-applied')).toBe(prefer);
      }
      expect((await dana.get(path)).body).not.toHaveProperty([`@${name}`]);
      expect((await dana.get(path, { prefer: 'odata.include-annotations="OData.*"' })).body).not.toHaveProperty([
        `@${name}`,
      ]);
    }
  });
});
