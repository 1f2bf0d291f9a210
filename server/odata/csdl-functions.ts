import { element } from './xml-text.ts';

type Properties = Readonly<Record<string, string>>;

const properties = (of: Properties): readonly string[] =>
  Object.entries(of).map(([name, type]) => element('Property', { Name: name, Type: type }));

const complexType = (name: string, of: Properties): string => element('ComplexType', { Name: name }, properties(of));

const returns = (type: string): string => element('ReturnType', { Type: `mscrm.${type}`, Nullable: false });

function entityType(name: string, key: string, of: Properties): string {
  const content = [
    element('Key', {}, [element('PropertyRef', { Name: key })]),
    element('Property', { Name: key, Type: 'Edm.Guid', Nullable: false }),
    ...properties(of),
  ];
  return element('EntityType', { Name: name, BaseType: 'mscrm.crmbaseentity' }, content);
}

/** What is there whatever the tables: the roots of the types, views and forms, functions and what they answer. */
export const fixedTypes: readonly string[] = [
  element('EntityType', { Name: 'crmbaseentity', Abstract: true }),
  // A person or a team.
  entityType('principal', 'ownerid', {}),
  entityType('savedquery', 'savedqueryid', {
    name: 'Edm.String',
    description: 'Edm.String',
    fetchxml: 'Edm.String',
    layoutxml: 'Edm.String',
    returnedtypecode: 'Edm.String',
    querytype: 'Edm.Int32',
    isdefault: 'Edm.Boolean',
    isquickfindquery: 'Edm.Boolean',
    statecode: 'Edm.Int32',
    statuscode: 'Edm.Int32',
  }),
  entityType('systemform', 'formid', {
    name: 'Edm.String',
    description: 'Edm.String',
    formxml: 'Edm.String',
    objecttypecode: 'Edm.String',
    type: 'Edm.Int32',
    formactivationstate: 'Edm.Int32',
    isdefault: 'Edm.Boolean',
  }),
  element(
    'EnumType',
    { Name: 'PrivilegeDepth' },
    ['Basic', 'Local', 'Deep', 'Global'].map((name, value) => element('Member', { Name: name, Value: value })),
  ),
  complexType('RolePrivilege', {
    Depth: 'mscrm.PrivilegeDepth',
    PrivilegeId: 'Edm.Guid',
    BusinessUnitId: 'Edm.Guid',
    PrivilegeName: 'Edm.String',
  }),
  complexType('RetrieveUserPrivilegesResponse', { RolePrivileges: 'Collection(mscrm.RolePrivilege)' }),
  complexType('EntityRecordCountCollection', {
    Count: 'Edm.Int32',
    IsReadOnly: 'Edm.Boolean',
    Keys: 'Collection(Edm.String)',
    Values: 'Collection(Edm.Int64)',
  }),
  complexType('RetrieveTotalRecordCountResponse', {
    EntityRecordCountCollection: 'mscrm.EntityRecordCountCollection',
  }),
  complexType('WhoAmIResponse', { BusinessUnitId: 'Edm.Guid', UserId: 'Edm.Guid', OrganizationId: 'Edm.Guid' }),
  element('Function', { Name: 'WhoAmI' }, [returns('WhoAmIResponse')]),
  element('Function', { Name: 'RetrieveTotalRecordCount' }, [
    element('Parameter', { Name: 'EntityNames', Type: 'Collection(Edm.String)', Nullable: false }),
    returns('RetrieveTotalRecordCountResponse'),
  ]),
  element('Function', { Name: 'RetrieveUserPrivileges', IsBound: true }, [
    element('Parameter', { Name: 'entity', Type: 'mscrm.systemuser', Nullable: false }),
    returns('RetrieveUserPrivilegesResponse'),
  ]),
];

export const functionImports: readonly string[] = ['WhoAmI', 'RetrieveTotalRecordCount'].map((name) =>
  element('FunctionImport', { Name: name, Function: `mscrm.${name}` }),
);
