import type { MetadataItem } from './metadata-item.ts';
import { badRequest, pathNotFound, Refused } from './service-error.ts';

/** A step of a path: `Attributes`, `Attributes(LogicalName='name')`, `EntityDefinitions(<guid>)`, a class to cast to. */
export type Step = { readonly name: string; readonly key: StepKey | null };
type StepKey = { readonly property: string; readonly value: string };

type Found =
  | { readonly kind: 'list'; readonly items: readonly MetadataItem[] }
  | { readonly kind: 'item'; readonly item: MetadataItem }
  | { readonly kind: 'value'; readonly value: unknown };

const namespace = 'Microsoft.Dynamics.CRM.';
const classes: readonly string[] = [
  ...[
    'String',
    'Memo',
    'Integer',
    'BigInt',
    'Decimal',
    'Double',
    'Money',
    'DateTime',
    'Picklist',
    'MultiSelectPicklist',
    'State',
    'Status',
    'Boolean',
    'Lookup',
    'EntityName',
    'Image',
    'File',
    'UniqueIdentifier',
  ].map((name) => `${name}AttributeMetadata`),
  'OneToManyRelationshipMetadata',
  'ManyToManyRelationshipMetadata',
];

const step = /^([A-Za-z][\w.]{0,120})(?:\((?:(LogicalName|SchemaName|Name)='([^'()]{1,200})'|([0-9a-fA-F-]{36}))\))?$/;

/** null: this is no path of steps. */
export function parseSteps(path: string): readonly Step[] | null {
  const steps = path.split('/').map((text): Step | null => {
    const [, name, property, value, id] = step.exec(text) ?? [];
    if (name === undefined) return null;
    if (id !== undefined) return { name, key: { property: 'MetadataId', value: id.toLowerCase() } };
    return { name, key: property === undefined || value === undefined ? null : { property, value } };
  });
  return steps.every((one) => one !== null) ? steps : null;
}

const nouns: Readonly<Record<string, string>> = { EntityDefinitions: 'entity', Attributes: 'attribute' };

function notFound({ name }: Step, key: StepKey): Refused {
  const isId = key.property === 'MetadataId';
  const shown = isId ? `name null and MetadataId ${key.value}` : `name ${key.value.slice(0, 100)} and MetadataId null`;
  const message = `Could not find an ${nouns[name] ?? 'item'} with ${shown}.`;
  return new Refused({ status: 404, code: '0x80060888', message });
}

function pickItem(items: readonly MetadataItem[], of: Step, key: StepKey): Found {
  if (items.some((item) => !Object.hasOwn(item.plain, key.property))) {
    throw badRequest(`'${of.name}' has no key '${key.property}'.`);
  }
  const item = items.find(({ plain }) => plain[key.property] === key.value);
  if (item === undefined) throw notFound(of, key);
  return { kind: 'item', item };
}

function castTo(found: Found, wanted: string): Found {
  const name = wanted.slice(namespace.length);
  if (!wanted.startsWith(namespace) || !classes.includes(name) || found.kind === 'value') throw pathNotFound(wanted);
  // Inside a cast every item is of that class, and the type annotation is left out as Dataverse does.
  if (found.kind === 'item') {
    if (found.item.class !== name) throw pathNotFound(wanted);
    return { kind: 'item', item: { ...found.item, class: null } };
  }
  const items = found.items.filter((item) => item.class === name);
  return { kind: 'list', items: items.map((item) => ({ ...item, class: null })) };
}

function enter({ item }: Found & { readonly kind: 'item' }, { name }: Step): Found {
  if (Object.hasOwn(item.expandable, name)) {
    const inner = item.expandable[name];
    if (inner === null || inner === undefined) return { kind: 'value', value: null };
    return 'plain' in inner ? { kind: 'item', item: inner } : { kind: 'list', items: inner };
  }
  if (!Object.hasOwn(item.plain, name)) throw pathNotFound(name);
  return { kind: 'value', value: item.plain[name] };
}

/** What the steps lead to from a list; refuses a step that leads nowhere. */
export function follow(items: readonly MetadataItem[], [first, ...steps]: readonly Step[]): Found {
  let found: Found = { kind: 'list', items };
  if (first?.key) found = pickItem(items, first, first.key);
  for (const next of steps) {
    if (next.name.includes('.')) found = castTo(found, next.name);
    else if (found.kind === 'item') found = enter(found, next);
    else throw pathNotFound(next.name);
    if (next.key === null) continue;
    if (found.kind !== 'list') throw pathNotFound(next.name);
    found = pickItem(found.items, next, next.key);
  }
  return found;
}
