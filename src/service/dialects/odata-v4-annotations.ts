import type { Annotations } from './odata-v4-csdl.ts';
import { within } from './odata-v4-csdl.ts';
import type { XmlElement } from './odata-v4-xml.ts';

const core = 'Org.OData.Core.V1';
const capabilities = 'Org.OData.Capabilities.V1';

/** Vocabularies have many homes; a label is a label in each of them. */
const labelTerms = ['com.sap.vocabularies.Common.v1.Label', 'Org.OData.Core.V1.Label', 'Common.Label'];
const headerTerm = 'com.sap.vocabularies.UI.v1.HeaderInfo';

/** A tag such as Core.Computed: there, and not said to be false. What depends on the row counts as not said. */
export function isTagged(annotations: Annotations, term: string): boolean {
  const said = annotations.get(`${core}.${term}`);
  return said !== undefined && booleanOf(said) !== false && !isDynamic(said);
}

/** `Read`, `None`, … of Core.Permissions; null where nothing is said. */
export function permissionOf(annotations: Annotations): string | null {
  const said = annotations.get(`${core}.Permissions`);
  if (said === undefined) return null;
  const members = said.attributes.EnumMember ?? within(said, 'EnumMember')[0]?.text ?? '';
  const names = members
    .trim()
    .split(/\s+/)
    .map((one) => one.split('/').at(-1) ?? '');
  return names.join(' ');
}

/** A property of a restriction such as InsertRestrictions/Insertable, false only where it says so. */
export function isRestricted(annotations: Annotations, restriction: string, property: string): boolean {
  const said = annotations.get(`${capabilities}.${restriction}`);
  const value = said && recordValue(said, property);
  return value !== undefined && booleanOf(value) === false;
}

/** Whether the service says that it tracks changes. */
export function isTracked(annotations: Annotations): boolean {
  const said = annotations.get(`${capabilities}.ChangeTracking`);
  const value = said && recordValue(said, 'Supported');
  return said !== undefined && (value === undefined || booleanOf(value) !== false);
}

/** Paths in a list such as UpdateRestrictions/NonUpdatableProperties. */
export function pathsOf(annotations: Annotations, restriction: string, property: string): readonly string[] {
  const said = annotations.get(`${capabilities}.${restriction}`);
  const value = said && recordValue(said, property);
  const collection = value && within(value, 'Collection')[0];
  return collection ? collection.children.map(({ text }) => text.trim()).filter((path) => path !== '') : [];
}

export function labelOf(annotations: Annotations): string | null {
  for (const term of labelTerms) {
    const said = annotations.get(term);
    const label = said && textOf(said);
    if (label) return label;
  }
  return null;
}

/** `TypeName` or `TypeNamePlural` of UI.HeaderInfo. */
export function headerOf(annotations: Annotations, property: string): string | null {
  const said = annotations.get(headerTerm);
  const value = said && recordValue(said, property);
  return value ? textOf(value) : null;
}

export function hasTerm(annotations: Annotations, ...terms: readonly string[]): boolean {
  return terms.some((term) => annotations.has(term));
}

function recordValue(annotation: XmlElement, property: string): XmlElement | undefined {
  const record = within(annotation, 'Record')[0];
  return record && within(record, 'PropertyValue').find(({ attributes }) => attributes.Property === property);
}

function textOf(element: XmlElement): string | null {
  return (element.attributes.String ?? within(element, 'String')[0]?.text ?? '').trim() || null;
}

function booleanOf(element: XmlElement): boolean | null {
  const text = (element.attributes.Bool ?? within(element, 'Bool')[0]?.text)?.trim();
  return text === 'true' ? true : text === 'false' ? false : null;
}

function isDynamic(element: XmlElement): boolean {
  return (
    element.attributes.Path !== undefined || within(element, 'Path').length > 0 || within(element, 'If').length > 0
  );
}
