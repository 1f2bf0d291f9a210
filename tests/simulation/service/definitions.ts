import { stampColumn } from './query.ts';
import { type ModelTable, modelTables } from './tables.ts';

interface About {
  readonly isTracked: (table: string) => boolean;
  readonly hasStamp: boolean;
}

/** What the service says of its tables, in Dataverse's form (docs/facts/dataverse.md §2). */
export function definitionsAnswer(path: string, about: About): string | null {
  if (path.startsWith('EntityDefinitions?'))
    return JSON.stringify({ value: modelTables.map((one) => entity(one, about)) });
  if (path.startsWith('businessunits?')) {
    return JSON.stringify({ '@Microsoft.Dynamics.CRM.globalmetadataversion': '1', value: [{ name: 'root' }] });
  }
  if (path.startsWith('systemusers(')) return JSON.stringify({ RolePrivileges: modelTables.flatMap(privileges) });
  const cast =
    /^EntityDefinitions\(LogicalName='(\w+)'\)\/Attributes\/Microsoft\.Dynamics\.CRM\.(\w+)AttributeMetadata/.exec(
      path,
    );
  if (cast === null) return null;
  const table = modelTables.find(({ name }) => name === cast[1]);
  if (cast[2] === 'DateTime') return JSON.stringify({ value: [{ LogicalName: stampColumn }] });
  const columns = table?.columns.filter(({ type }) => type === cast[2]) ?? [];
  return JSON.stringify({
    value: columns.map(({ name, type, target }) => ({
      LogicalName: name,
      ...(type === 'String' ? { MaxLength: 200 } : {}),
      ...(type === 'Integer' ? { MinValue: 0, MaxValue: 1_000_000 } : {}),
      ...(type === 'Lookup' ? { Targets: [target] } : {}),
    })),
  });
}

const verbs = ['Create', 'Read', 'Write', 'Delete'];

function privileges({ name }: ModelTable) {
  return verbs.map((verb) => ({ PrivilegeName: `prv${verb}${name}` }));
}

function label(text: string) {
  return { UserLocalizedLabel: { Label: text } };
}

function entity(table: ModelTable, { isTracked, hasStamp }: About) {
  const attribute = (name: string, type: string) => ({
    LogicalName: name,
    AttributeType: type,
    AttributeTypeName: { Value: `${type}Type` },
    DisplayName: label(name),
    RequiredLevel: { Value: 'None' },
    IsValidForCreate: type !== 'DateTime',
    IsValidForUpdate: type !== 'Uniqueidentifier' && type !== 'DateTime',
    IsValidForRead: true,
  });
  return {
    LogicalName: table.name,
    EntitySetName: table.set,
    DisplayName: label(table.name),
    DisplayCollectionName: label(table.set),
    PrimaryIdAttribute: table.key,
    PrimaryNameAttribute: table.nameColumn,
    ChangeTrackingEnabled: isTracked(table.name),
    IsOfflineInMobileClient: { Value: true },
    Privileges: verbs.map((verb) => ({ Name: `prv${verb}${table.name}`, PrivilegeType: verb })),
    Attributes: [
      attribute(table.key, 'Uniqueidentifier'),
      ...table.columns.map(({ name, type }) => attribute(name, type)),
      ...(hasStamp ? [attribute(stampColumn, 'DateTime')] : []),
    ],
    ManyToOneRelationships: table.columns
      .filter(({ type }) => type === 'Lookup')
      .map(({ name, target }) => ({
        ReferencingAttribute: name,
        ReferencedEntity: target,
        ReferencingEntityNavigationPropertyName: name,
      })),
  };
}
