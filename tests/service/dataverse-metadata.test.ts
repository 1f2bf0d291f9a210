import { afterAll, beforeAll, expect, test } from 'vitest';
import { columnOf } from '../../src/core/table.ts';
import { pullOrder } from '../../src/service/dialects/pull-order.ts';
import { startUnrulyService, type UnrulyService } from '../fakes/unruly-service.ts';
import { clientOf, never } from './client-under-test.ts';
import { accounts } from './work-orders.ts';

let service: UnrulyService;
beforeAll(async () => {
  service = await startUnrulyService();
});
afterAll(() => service.close());

const label = (Label: string) => ({ UserLocalizedLabel: { Label, LanguageCode: 1033 } });

function attribute(LogicalName: string, AttributeType: string, more: object = {}) {
  const rights = { IsValidForCreate: true, IsValidForUpdate: true, IsValidForRead: true };
  return {
    LogicalName,
    AttributeType,
    DisplayName: label(`The ${LogicalName}`),
    RequiredLevel: { Value: 'None' },
    ...rights,
    ...more,
  };
}

const contact = {
  LogicalName: 'contact',
  EntitySetName: 'contacts',
  DisplayName: label('Contact'),
  DisplayCollectionName: { UserLocalizedLabel: null },
  PrimaryIdAttribute: 'contactid',
  PrimaryNameAttribute: 'fullname',
  ChangeTrackingEnabled: true,
  Privileges: [
    { Name: 'prvReadContact', PrivilegeType: 'Read' },
    { Name: 'prvWriteContact', PrivilegeType: 'Write' },
  ],
  Attributes: [
    attribute('contactid', 'Uniqueidentifier', { IsValidForUpdate: false }),
    attribute('fullname', 'String', {
      IsValidForCreate: false,
      IsValidForUpdate: false,
      RequiredLevel: { Value: 'ApplicationRequired' },
    }),
    attribute('statecode', 'State'),
    attribute('statecodename', 'Virtual', { AttributeOf: 'statecode' }),
    attribute('hobbies', 'Virtual', { AttributeTypeName: { Value: 'MultiSelectPicklistType' } }),
    attribute('entityimage', 'Virtual', { AttributeTypeName: { Value: 'ImageType' } }),
    attribute('parentcustomerid', 'Customer'),
    attribute('owner', 'Owner'),
    attribute('secret', 'String', { IsValidForRead: false }),
    attribute('size', 'Picklist'),
  ],
  ManyToOneRelationships: ['account', 'contact'].map((target) => ({
    ReferencingAttribute: 'parentcustomerid',
    ReferencedEntity: target,
    ReferencingEntityNavigationPropertyName: `parentcustomerid_${target}`,
  })),
};
const hidden = { ...contact, LogicalName: 'hidden', Privileges: [{ Name: 'prvReadHidden', PrivilegeType: 'Read' }] };
const people = { ...contact, LogicalName: 'systemuser', IsOfflineInMobileClient: { Value: false } };
const internal = { ...contact, LogicalName: 'internal', EntitySetName: null };

const typed: { readonly [cast: string]: object } = {
  String: { LogicalName: 'fullname', MaxLength: 160 },
  State: {
    LogicalName: 'statecode',
    OptionSet: {
      Options: [
        { Value: 0, Label: label('Active') },
        { Value: 1, Label: null },
      ],
    },
  },
  Lookup: { LogicalName: 'parentcustomerid', Targets: ['account', 'contact'] },
  Picklist: { LogicalName: 'size', OptionSet: null, GlobalOptionSet: { Options: [{ Value: 7, Label: label('Big') }] } },
};

test('Dataverse’s peculiar columns are left out, made read-only or understood', async () => {
  // The two first questions are asked at once, in either order; the casts of one table one after the other.
  const both = {
    value: [contact, hidden, people, internal],
    RolePrivileges: [
      { PrivilegeName: 'prvReadContact', Depth: 'Global' },
      { PrivilegeName: 'prvWriteContact', Depth: 'Basic' },
    ],
  };
  const casts = ['String', 'State', 'Lookup', 'Picklist'].map((name) => ({ body: { value: [typed[name]] } }));
  service.will({ body: both }, { body: both }, ...casts);
  const attempt = await clientOf(service.url).client.tables(never);
  if (!attempt.ok) throw new Error(attempt.failure.message);
  const [table] = attempt.value.tables;
  expect(attempt.value.tables.map((one) => one.name)).toEqual(['contact']);
  expect(table).toMatchObject({
    pluralLabel: 'Contact',
    privileges: { canCreate: false, canUpdate: true, canDelete: false },
  });
  if (table === undefined) return;
  expect(table.columns.map((column) => column.name)).toEqual([
    'contactid',
    'fullname',
    'statecode',
    'hobbies',
    '_parentcustomerid_value',
    '_owner_value',
    'size',
  ]);
  expect(columnOf(table, 'fullname')).toMatchObject({ type: { maxLength: 160 }, isRequired: true, isReadOnly: true });
  const options = [
    { value: 0, label: 'Active' },
    { value: 1, label: '1' },
  ];
  expect(columnOf(table, 'statecode')?.type).toEqual({ kind: 'choice', options });
  expect(columnOf(table, 'size')?.type).toEqual({ kind: 'choice', options: [{ value: 7, label: 'Big' }] });
  expect(columnOf(table, 'hobbies')).toMatchObject({ type: { kind: 'other' }, isReadOnly: true });
  expect(columnOf(table, '_parentcustomerid_value')).toMatchObject({ type: { kind: 'other' }, isReadOnly: true });
  const asked = service.seen.map((one) => decodeURIComponent(one.path));
  expect(asked).toContainEqual(
    expect.stringContaining('systemusers(person-1)/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()'),
  );
  expect(asked).toContainEqual(
    "/api/data/v9.2/EntityDefinitions(LogicalName='contact')/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet,GlobalOptionSet",
  );
});

test('definitions that cannot be read are a failure that says where', async () => {
  const bad = { value: [{ ...contact, Attributes: [{ LogicalName: 5 }] }], RolePrivileges: [] };
  service.will({ body: bad }, { body: bad });
  expect(await clientOf(service.url).client.tables(never)).toMatchObject({
    ok: false,
    failure: { kind: 'unreadable', message: expect.stringContaining('value.0.Attributes.0.LogicalName') },
  });
});

test('tables that point to each other in a circle still get an order', () => {
  const pointsTo = new Map([
    ['order', ['contact', 'account']],
    ['contact', ['account', 'contact']],
    ['account', ['contact']],
    ['zone', []],
    ['area', ['elsewhere']],
  ]);
  const tables = [...pointsTo.keys()].map((name) => ({ ...accounts, name }));
  expect(pullOrder(tables, pointsTo).map((table) => table.name)).toEqual([
    'area',
    'zone',
    'account',
    'contact',
    'order',
  ]);
});
