import { includesAnnotation } from './annotation-pattern.ts';
import { metadataVersionName } from './annotations.ts';
import { readCsdl } from './csdl.ts';
import type { Answer } from './data-request.ts';
import { type MetadataRequest, readMetadata } from './metadata.ts';
import { metadataVersion } from './metadata-version.ts';
import type { Preferences } from './prefer.ts';
import { preferenceApplied } from './preference-applied.ts';
import { readServiceDocument } from './service-document.ts';
import type { Tables } from './table.ts';

/** Where asked for, the version that moves with every change of the schema (docs/facts/dataverse.md §2.1). */
function withVersion(body: object, tables: Tables, { annotations }: Preferences): Answer {
  if (annotations === null || !includesAnnotation(annotations, metadataVersionName)) return { status: 200, body };
  const { '@odata.context': context, ...rest } = Object.fromEntries(Object.entries(body));
  return {
    status: 200,
    body: { '@odata.context': context, [`@${metadataVersionName}`]: metadataVersion(tables), ...rest },
    headers: preferenceApplied({ maxPageSize: null, annotations }),
  };
}

/** The service document, `$metadata` and definitions. null: another path. */
export function answerMetadata(request: MetadataRequest, preferences: Preferences, path: string): Answer | null {
  const xml = readCsdl(request, path);
  if (xml !== null) return { status: 200, text: { contentType: 'application/xml', content: xml } };
  const body = readServiceDocument(request, path) ?? readMetadata(request, path);
  return typeof body === 'object' && body !== null ? withVersion(body, request.tables, preferences) : null;
}
