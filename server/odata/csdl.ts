import { type Annotate, changeTracking, references } from './csdl-annotations.ts';
import { entityTypeXml } from './csdl-entity.ts';
import { fixedTypes, functionImports } from './csdl-functions.ts';
import type { MetadataRequest } from './metadata.ts';
import { rawOptions } from './query-options.ts';
import { savedSets } from './saved-items.ts';
import { badRequest } from './service-error.ts';
import { type Sight, sightOf } from './sight.ts';
import type { Table } from './table.ts';
import { element } from './xml-text.ts';

function entitySetXml(sight: Sight, table: Table, annotate: Annotate): string {
  const bindings = sight.navigationsOf(table).map(({ name, target }) => {
    return element('NavigationPropertyBinding', { Path: name, Target: target.setName });
  });
  const attributes = { Name: table.setName, EntityType: `mscrm.${table.name}` };
  return element('EntitySet', attributes, [...bindings, ...(annotate === 'bare' ? [] : [changeTracking])]);
}

/** The service in CSDL 4.0, of what the person may read. Shape: docs/facts/dataverse.md §2.10. */
function csdl(sight: Sight, annotate: Annotate): string {
  const sets = [
    ...sight.tables.map((table) => entitySetXml(sight, table, annotate)),
    ...Object.entries(savedSets).map(([setName, { name }]) => {
      return element('EntitySet', { Name: setName, EntityType: `mscrm.${name}` });
    }),
  ];
  const schema = element(
    'Schema',
    { Namespace: 'Microsoft.Dynamics.CRM', Alias: 'mscrm', xmlns: 'http://docs.oasis-open.org/odata/ns/edm' },
    [
      ...fixedTypes,
      ...sight.tables.map((table) => entityTypeXml(sight, table, annotate)),
      element('EntityContainer', { Name: 'System' }, [...sets, ...functionImports]),
    ],
  );
  const edmx = { Version: '4.0', 'xmlns:edmx': 'http://docs.oasis-open.org/odata/ns/edmx' };
  const vocabularies = annotate === 'bare' ? [] : references;
  const services = element('edmx:DataServices', {}, [schema]);
  return `<?xml version="1.0" encoding="utf-8"?>${element('edmx:Edmx', edmx, [...vocabularies, services])}`;
}

/** `$metadata`, `$metadata?annotations=true`. null: another path. */
export function readCsdl({ person, tables, search }: MetadataRequest, path: string): string | null {
  if (path !== '$metadata') return null;
  rawOptions(search, []);
  const annotations = search.get('annotations') ?? 'false';
  if (annotations !== 'true' && annotations !== 'false') throw badRequest("annotations: expected 'true' or 'false'.");
  return csdl(sightOf(person, tables), annotations === 'true' ? 'annotated' : 'bare');
}
