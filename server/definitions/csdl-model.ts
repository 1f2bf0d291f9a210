import { type Element, readSchemas } from './csdl-document.ts';

/** A CSDL document by names without their namespace and alias. What Dataverse writes lies in one namespace. */
export type CsdlModel = {
  /** With an entity set, by the name of the type; in the order of the document. */
  readonly sets: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, CsdlType>;
  readonly enums: ReadonlyMap<string, CsdlEnum>;
  readonly labelOf: (element: Element, path: string) => string | undefined;
  readonly annotation: (element: Element, path: string, term: string) => Element | null;
};
export type CsdlType = {
  readonly name: string;
  readonly element: Element;
  /** Its own and those of the types that it is based on. */
  readonly key: readonly string[];
  readonly properties: readonly Element[];
  readonly navigations: readonly Element[];
};
type CsdlEnum = { readonly isFlags: boolean; readonly members: readonly Element[] };

export const bare = (name: string | null): string => (name ?? '').replace(/^.*\./, '');

/** `Collection(mscrm.contact)` is of `contact`. */
export function collectionOf(type: string): string | null {
  const inner = /^Collection\((.+)\)$/.exec(type)?.[1];
  return inner === undefined ? null : bare(inner);
}

function typeWithBase(name: string, elements: ReadonlyMap<string, Element>): CsdlType | null {
  const chain: Element[] = [];
  for (let at: string | null = name; at !== null; ) {
    const element: Element | undefined = elements.get(at);
    if (element === undefined || chain.includes(element)) break;
    chain.unshift(element);
    const base: string | null = element.attribute('BaseType');
    at = base === null ? null : bare(base);
  }
  const element = elements.get(name);
  if (element === undefined) return null;
  return {
    name,
    element,
    key: chain
      .flatMap((one) => one.children('Key'))
      .flatMap((one) => one.children('PropertyRef'))
      .map((one) => one.attribute('Name') ?? ''),
    properties: chain.flatMap((one) => one.children('Property')),
    navigations: chain.flatMap((one) => one.children('NavigationProperty')),
  };
}

function annotationsOf(schemas: readonly Element[]): ReadonlyMap<string, readonly Element[]> {
  const targets = new Map<string, readonly Element[]>();
  for (const group of schemas.flatMap((schema) => schema.children('Annotations'))) {
    // `mscrm.account/name`: the namespace goes, the path stays.
    const target = (group.attribute('Target') ?? '').replace(/^[\w.]*\.(?=\w+(\/|$))/, '');
    targets.set(target, [...(targets.get(target) ?? []), ...group.children('Annotation')]);
  }
  return targets;
}

export function readCsdlModel(xml: string): CsdlModel {
  const schemas = readSchemas(xml);
  const named = (kind: string): ReadonlyMap<string, Element> =>
    new Map(schemas.flatMap((schema) => schema.children(kind)).map((one) => [one.attribute('Name') ?? '', one]));
  const elements = named('EntityType');
  const external = annotationsOf(schemas);
  const sets = schemas
    .flatMap((schema) => schema.children('EntityContainer'))
    .flatMap((container) => container.children('EntitySet'))
    .map((set) => [bare(set.attribute('EntityType')), set.attribute('Name') ?? ''] as const);
  const types = [...elements.keys()].flatMap((name) => {
    const type = typeWithBase(name, elements);
    return type === null ? [] : [[name, type] as const];
  });
  const enums = [...named('EnumType')].map(([name, element]) => {
    const isFlags = element.attribute('IsFlags') === 'true';
    return [name, { isFlags, members: element.children('Member') }] as const;
  });
  const annotation = (element: Element, path: string, term: string): Element | null => {
    const all = [...element.children('Annotation'), ...(external.get(path) ?? [])];
    return all.find((one) => bare(one.attribute('Term')) === term) ?? null;
  };
  return {
    sets: new Map(sets),
    types: new Map(types),
    enums: new Map(enums),
    annotation,
    labelOf: (element, path) =>
      ['Label', 'DisplayName', 'Description']
        .map((term) => annotation(element, path, term)?.attribute('String')?.trim())
        .find((text) => text !== undefined && text !== '' && text.length <= 200),
  };
}
