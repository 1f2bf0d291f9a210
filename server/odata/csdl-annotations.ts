import { element } from './xml-text.ts';

/** `?annotations=true` (docs/facts/dataverse.md §2.10): what tells of read-only columns, descriptions, change tracking. */
export type Annotate = 'annotated' | 'bare';

const core = 'Org.OData.Core.V1';

/** Vocabularies that annotations name; a reader may fetch them. */
export const references: readonly string[] = [
  ['https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml', core],
  [
    'https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Capabilities.V1.xml',
    'Org.OData.Capabilities.V1',
  ],
].map(([uri, namespace]) => {
  return element('edmx:Reference', { Uri: uri }, [element('edmx:Include', { Namespace: namespace })]);
});

export function description(text: string): string {
  return element('Annotation', { Term: `${core}.Description`, String: text });
}

/** Set by the service and by nobody else. */
export const readOnly: readonly string[] = [
  element('Annotation', { Term: `${core}.Computed`, Bool: true }),
  element('Annotation', { Term: `${core}.Permissions` }, [`<EnumMember>${core}.PermissionType/Read</EnumMember>`]),
];

export const changeTracking: string = element('Annotation', { Term: 'Org.OData.Capabilities.V1.ChangeTracking' }, [
  element('Record', {}, [element('PropertyValue', { Property: 'Supported', Bool: true })]),
]);
