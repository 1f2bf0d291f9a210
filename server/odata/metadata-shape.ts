import type { MetadataItem } from './metadata-item.ts';
import { badRequest } from './service-error.ts';

export type Expansion = { readonly property: string; readonly select: readonly string[] | null };

export function parseNames(text: string | undefined): readonly string[] | null {
  return text === undefined ? null : text.split(',').map((name) => name.trim());
}

/** `A,B($select=x,y),C`: one level, which is all that Dataverse's metadata is asked for here. */
export function parseExpand(text: string | undefined): readonly Expansion[] {
  if (text === undefined) return [];
  const expansions: Expansion[] = [];
  const item = /\s*([A-Za-z]+)(?:\(\$select=([A-Za-z0-9_,\s]*)\))?\s*(,|$)/y;
  while (item.lastIndex < text.length || expansions.length === 0) {
    const at = item.lastIndex;
    const match = item.exec(text);
    if (match?.[1] === undefined) {
      throw badRequest(`$expand, position ${at + 1}: expected 'Name' or 'Name($select=A,B)'.`);
    }
    if (expansions.some(({ property }) => property === match[1])) {
      throw badRequest(`$expand: '${match[1].slice(0, 80)}' is given twice.`);
    }
    expansions.push({ property: match[1], select: parseNames(match[2]) });
  }
  return expansions;
}

export function shapeItem(
  item: MetadataItem,
  select: readonly string[] | null,
  expansions: readonly Expansion[],
): Record<string, unknown> {
  const shaped: Record<string, unknown> = {};
  if (item.class !== null) shaped['@odata.type'] = `#Microsoft.Dynamics.CRM.${item.class}`;
  for (const name of select ?? []) {
    if (!Object.hasOwn(item.plain, name)) {
      throw badRequest(`$select: Could not find a property named '${name.slice(0, 80)}' on this type.`);
    }
  }
  for (const [name, value] of Object.entries(item.plain)) {
    if (select === null || select.includes(name) || name === 'MetadataId') shaped[name] = value;
  }
  for (const { property, select: inner } of expansions) {
    const found = Object.hasOwn(item.expandable, property) ? item.expandable[property] : undefined;
    if (found === undefined) throw badRequest(`$expand: Could not find a property named '${property.slice(0, 80)}'.`);
    if (found === null) shaped[property] = null;
    else if ('plain' in found) shaped[property] = shapeItem(found, inner, []);
    else shaped[property] = found.map((one) => shapeItem(one, inner, []));
  }
  return shaped;
}
