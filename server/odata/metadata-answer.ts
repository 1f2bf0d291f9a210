import { includesAnnotation } from './annotation-pattern.ts';
import { readCsdl } from './csdl.ts';
import type { Answer } from './data-request.ts';
import { type MetadataRequest, readMetadata } from './metadata.ts';
import { metadataVersion } from './metadata-version.ts';
import type { Preferences } from './prefer.ts';
import { readServiceDocument } from './service-document.ts';
import type { Tables } from './table.ts';

const versionName = 'Microsoft.Dynamics.CRM.globalmetadataversion';

// The same for as long as the process serves the same tables.
const versions = new WeakMap<Tables, string>();

function versionOf(tables: Tables): string {
  const known = versions.get(tables) ?? metadataVersion(tables);
  versions.set(tables, known);
  return known;
}

/** Where asked for, the version that moves with every change of the schema (docs/facts/dataverse.md §2.1). */
function withVersion(body: object, tables: Tables, { annotations }: Preferences): Answer {
  if (annotations === null || !includesAnnotation(annotations, versionName)) return { status: 200, body };
  const { '@odata.context': context, ...rest } = Object.fromEntries(Object.entries(body));
  return {
    status: 200,
    body: { '@odata.context': context, [`@${versionName}`]: versionOf(tables), ...rest },
    headers: { 'preference-applied': `odata.include-annotations="${annotations.text}"` },
  };
}

/** The service document, `$metadata` and definitions. null: another path. */
export function answerMetadata(request: MetadataRequest, preferences: Preferences, path: string): Answer | null {
  const xml = readCsdl(request, path);
  if (xml !== null) return { status: 200, text: { contentType: 'application/xml', content: xml } };
  const body = readServiceDocument(request, path) ?? readMetadata(request, path);
  return typeof body === 'object' && body !== null ? withVersion(body, request.tables, preferences) : null;
}
