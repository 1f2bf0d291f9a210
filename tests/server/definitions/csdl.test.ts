import { describe, expect, it } from 'vitest';
import { parseCsdlDefinition } from '../../../server/definitions/csdl-definition.ts';
import { toTables } from '../../../server/definitions/to-tables.ts';
import { isLookup, type Tables } from '../../../server/odata/table.ts';

function document(schema: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices><Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  ${schema}
  </Schema></edmx:DataServices></edmx:Edmx>`;
}

/** In the form of Dataverse's own document: no lengths, choices as Int32, lookups by constraint. */
const saved = document(`
  <EntityType Name="crmbaseentity" Abstract="true" />
  <EntityType Name="account" BaseType="mscrm.crmbaseentity">
    <Key><PropertyRef Name="accountid" /></Key>
    <Property Name="accountid" Type="Edm.Guid" />
    <Property Name="name" Type="Edm.String" Unicode="false" Nullable="false">
      <Annotation Term="Org.OData.Core.V1.Description" String="Account &amp; Name" />
    </Property>
    <Property Name="description" Type="Edm.String" MaxLength="2000000" />
    <Property Name="industrycode" Type="Edm.Int32" />
    <Property Name="revenue" Type="Edm.Decimal" Scale="2" Precision="10" />
    <Property Name="exchangerate" Type="Edm.Decimal" Scale="Variable" />
    <Property Name="donotemail" Type="Edm.Boolean" />
    <Property Name="birthdate" Type="Edm.Date" />
    <Property Name="lastonholdtime" Type="Edm.DateTimeOffset" />
    <Property Name="createdon" Type="Edm.DateTimeOffset" />
    <Property Name="versionnumber" Type="Edm.Int64" />
    <Property Name="entityimage" Type="Edm.Binary" />
    <Property Name="tags" Type="Collection(Edm.String)" />
    <Property Name="score" Type="Edm.Double" />
    <Property Name="level" Type="mscrm.Level" />
    <Property Name="age" Type="Edm.Int32"><Annotation Term="Org.OData.Core.V1.Computed" Bool="true" /></Property>
    <Property Name="_ownerid_value" Type="Edm.Guid" />
    <Property Name="_owningbusinessunit_value" Type="Edm.Guid" />
    <Property Name="_primarycontactid_value" Type="Edm.Guid" />
    <Property Name="_createdby_value" Type="Edm.Guid" />
    <Property Name="_transactioncurrencyid_value" Type="Edm.Guid" />
    <NavigationProperty Name="ownerid" Type="mscrm.principal" Nullable="false" Partner="owner_accounts">
      <ReferentialConstraint Property="_ownerid_value" ReferencedProperty="ownerid" /></NavigationProperty>
    <NavigationProperty Name="primarycontactid" Type="mscrm.contact" Nullable="false" Partner="account_primary_contact">
      <ReferentialConstraint Property="_primarycontactid_value" ReferencedProperty="contactid" /></NavigationProperty>
    <NavigationProperty Name="createdby" Type="mscrm.systemuser" Nullable="false" Partner="lk_accountbase_createdby">
      <ReferentialConstraint Property="_createdby_value" ReferencedProperty="systemuserid" /></NavigationProperty>
    <NavigationProperty Name="transactioncurrencyid" Type="mscrm.transactioncurrency" Nullable="false">
      <ReferentialConstraint Property="_transactioncurrencyid_value" ReferencedProperty="transactioncurrencyid" /></NavigationProperty>
    <NavigationProperty Name="contact_customer_accounts" Type="Collection(mscrm.contact)" Partner="parentcustomerid_account">
      <OnDelete Action="Cascade" /></NavigationProperty>
    <NavigationProperty Name="accountcontacts" Type="Collection(mscrm.contact)" Partner="contactaccounts" />
  </EntityType>
  <EntityType Name="contact" BaseType="mscrm.crmbaseentity">
    <Key><PropertyRef Name="contactid" /></Key>
    <Property Name="contactid" Type="Edm.Guid" />
    <Property Name="fullname" Type="Edm.String" MaxLength="160" />
    <Property Name="_parentcustomerid_value" Type="Edm.Guid" Nullable="false" />
    <NavigationProperty Name="parentcustomerid_account" Type="mscrm.account" Partner="contact_customer_accounts">
      <ReferentialConstraint Property="_parentcustomerid_value" ReferencedProperty="accountid" /></NavigationProperty>
    <NavigationProperty Name="parentcustomerid_contact" Type="mscrm.contact" Partner="contact_customer_contacts">
      <ReferentialConstraint Property="_parentcustomerid_value" ReferencedProperty="contactid" /></NavigationProperty>
    <NavigationProperty Name="contactaccounts" Type="Collection(mscrm.account)" Partner="accountcontacts" />
  </EntityType>
  <EntityType Name="activitypointer"><Key><PropertyRef Name="activityid" /></Key>
    <Property Name="activityid" Type="Edm.Guid" /><Property Name="subject" Type="Edm.String" /></EntityType>
  <EntityType Name="task" BaseType="mscrm.activitypointer"><Property Name="percentcomplete" Type="Edm.Int32" /></EntityType>
  <EntityType Name="systemuser"><Key><PropertyRef Name="systemuserid" /></Key>
    <Property Name="systemuserid" Type="Edm.Guid" /></EntityType>
  <EntityType Name="nothing"><Key><PropertyRef Name="nothingid" /></Key>
    <Property Name="nothingid" Type="Edm.Guid" /></EntityType>
  <EntityType Name="Product"><Key><PropertyRef Name="ID" /></Key>
    <Property Name="ID" Type="Edm.Int32" /><Property Name="Name" Type="Edm.String" /></EntityType>
  <EntityType Name="notserved"><Key><PropertyRef Name="id" /></Key><Property Name="id" Type="Edm.Guid" /></EntityType>
  <EnumType Name="Level"><Member Name="Low" Value="10" /><Member Name="High" Value="20" /></EnumType>
  <EntityContainer Name="System">
    <EntitySet Name="accounts" EntityType="Microsoft.Dynamics.CRM.account" />
    <EntitySet Name="contacts" EntityType="mscrm.contact" />
    <EntitySet Name="tasks" EntityType="mscrm.task" />
    <EntitySet Name="systemusers" EntityType="mscrm.systemuser" />
    <EntitySet Name="nothings" EntityType="mscrm.nothing" />
    <EntitySet Name="Products" EntityType="mscrm.Product" />
  </EntityContainer>
  <Annotations Target="mscrm.account"><Annotation Term="Common.Label" String="Customer" /></Annotations>
  <Annotations Target="mscrm.account/industrycode"><Annotation Term="Common.Label" String="Industry" /></Annotations>
  <Annotations Target="mscrm.Level/High"><Annotation Term="Common.Label" String="Very high" /></Annotations>
`);

function read(xml: string): { tables: Tables; lines: string[] } {
  const lines: string[] = [];
  return { tables: toTables(parseCsdlDefinition(xml, (line) => lines.push(line))), lines };
}
const columnsOf = (tables: Tables, name: string) =>
  new Map(tables.byName.get(name)?.columns.map((column) => [column.name, column]));

describe('a CSDL definition', () => {
  const { tables, lines } = read(saved);
  const account = columnsOf(tables, 'account');

  it('serves the entity types with an entity set, also derived ones', () => {
    expect([...tables.bySetName.keys()].sort()).toEqual(
      ['accounts', 'businessunits', 'contacts', 'systemusers', 'tasks', 'teams'].sort(),
    );
    expect(tables.byName.get('account')).toMatchObject({
      key: 'accountid',
      nameColumn: 'name',
      ownership: 'user',
      label: 'Customer',
    });
    expect(tables.byName.get('contact')).toMatchObject({ nameColumn: 'fullname', ownership: 'organization' });
    expect(tables.byName.get('task')).toMatchObject({ key: 'activityid', nameColumn: 'subject' });
  });

  it('maps the types', () => {
    expect(account.get('name')).toMatchObject({
      label: 'Account & Name',
      isRequired: true,
      type: { kind: 'text', maxLength: 4000 },
    });
    expect(account.get('description')?.type).toEqual({ kind: 'memo', maxLength: 1_048_576 });
    expect(account.get('industrycode')).toMatchObject({
      label: 'Industry',
      isRequired: false,
      type: { kind: 'integer', max: 2_147_483_647 },
    });
    expect(account.get('revenue')?.type).toEqual({
      kind: 'decimal',
      precision: 2,
      min: -100_000_000,
      max: 100_000_000,
    });
    expect(account.get('exchangerate')?.type).toMatchObject({ kind: 'decimal', precision: 10 });
    expect(account.get('donotemail')?.type.kind).toBe('boolean');
    expect(account.get('birthdate')?.type.kind).toBe('date');
    expect(account.get('lastonholdtime')?.type.kind).toBe('datetime');
    expect(account.get('score')?.type.kind).toBe('double');
    expect(account.get('level')?.type).toEqual({
      kind: 'choice',
      choices: [
        { value: 10, label: 'Low' },
        { value: 20, label: 'Very high' },
      ],
    });
  });

  it('makes lookups of navigation properties with a constraint, one of those that share it', () => {
    expect(account.get('primarycontactid')?.type).toEqual({
      kind: 'lookup',
      targets: ['contact'],
      onDelete: 'removeLink',
    });
    expect(account.get('createdby')?.type).toEqual({ kind: 'lookup', targets: ['systemuser'], onDelete: 'removeLink' });
    const parent = columnsOf(tables, 'contact').get('parentcustomerid');
    expect(parent).toMatchObject({ isRequired: true, type: { targets: ['account', 'contact'], onDelete: 'restrict' } });
    expect([...account.values()].filter(isLookup).map((column) => column.name)).not.toContain('transactioncurrencyid');
    expect(tables.manyToMany[0]).toEqual({
      name: 'accountcontacts',
      first: { table: 'account', navigation: 'accountcontacts' },
      second: { table: 'contact', navigation: 'contactaccounts' },
    });
  });

  it('says in one line per table what is left out, and why', () => {
    expect(lines).toEqual([
      'Product: not served, its key is not one property of type Edm.Guid.',
      'account: columns left out (Edm.Int64: versionnumber; Edm.Binary: entityimage; Collection(Edm.String): tags; ' +
        'computed: age; lookup to a table that is not served: _transactioncurrencyid_value).',
      'nothing: not served, it has no text column to name its rows.',
    ]);
  });

  it.each([
    ['<a>', /^it is not XML: line 1/],
    ['<a/>', 'it is not CSDL'],
    ['{}', /^it is not XML/],
    [document(''), 'no entity type with an entity set can be served'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'a document type (DOCTYPE) is not accepted'],
    [`<!doctype a SYSTEM "file:///etc/passwd">${saved}`, 'a document type (DOCTYPE) is not accepted'],
  ])('that is not one is refused: %#', (xml, message) => {
    expect(() => read(xml)).toThrow(message);
  });
});
