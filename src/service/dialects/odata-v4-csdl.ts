import type { XmlElement } from './odata-v4-xml.ts';
import { readXml, XmlError } from './odata-v4-xml.ts';

/** What an annotation says, by its term's full name. */
export type Annotations = ReadonlyMap<string, XmlElement>;

export interface CsdlProperty {
  readonly name: string;
  /** Full name of the type, aliases and type definitions resolved; of the items where `isCollection`. */
  readonly type: string;
  readonly isCollection: boolean;
  readonly isNullable: boolean;
  /** Facets and default, as written. */
  readonly facets: { readonly [name: string]: string };
  readonly annotations: Annotations;
}

export interface CsdlNavigation {
  readonly name: string;
  readonly type: string;
  readonly isCollection: boolean;
  /** Own property → property of the target. */
  readonly constraints: readonly (readonly [string, string])[];
  readonly annotations: Annotations;
}

/** An entity type with what it inherits. */
export interface CsdlEntityType {
  readonly fullName: string;
  readonly name: string;
  readonly isAbstract: boolean;
  /** The types it derives from, nearest first. */
  readonly bases: readonly string[];
  readonly key: readonly string[];
  readonly properties: readonly CsdlProperty[];
  readonly navigations: readonly CsdlNavigation[];
  readonly annotations: Annotations;
}

export interface CsdlEnum {
  readonly isFlags: boolean;
  readonly members: readonly { readonly name: string; readonly annotations: Annotations }[];
}

export interface CsdlSet {
  readonly name: string;
  readonly type: string;
  /** Navigation property → name of the set it leads to. */
  readonly bindings: ReadonlyMap<string, string>;
  readonly annotations: Annotations;
}

export interface Csdl {
  readonly entityTypes: ReadonlyMap<string, CsdlEntityType>;
  readonly enums: ReadonlyMap<string, CsdlEnum>;
  readonly sets: readonly CsdlSet[];
  readonly containerAnnotations: Annotations;
}

const edm = 'http://docs.oasis-open.org/odata/ns/edm';
const edmx = 'http://docs.oasis-open.org/odata/ns/edmx';

/**
 * Reads a service's model: types with what they inherit, names with aliases resolved, annotations wherever they stand.
 * What other namespaces add is passed over.
 *
 * @throws XmlError where it is no model of OData 4
 */
export function readCsdl(document: string): Csdl {
  const root = readXml(document);
  if (root.name !== 'Edmx' || root.namespace !== edmx) throw new XmlError('it is no model of OData 4');
  const schemas = within(root, 'DataServices').flatMap((services) => within(services, 'Schema'));
  if (schemas.length === 0) throw new XmlError('it has no schema of OData 4');
  return new Reader(root, schemas).read();
}

/** Children of a name, in the model's own namespaces. */
export function within(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter(
    (child) => child.name === name && (child.namespace === edm || child.namespace === edmx),
  );
}

interface Named {
  readonly element: XmlElement;
  readonly fullName: string;
}

class Reader {
  readonly #schemas: readonly XmlElement[];
  readonly #aliases = new Map<string, string>();
  /** Annotations that stand apart from what they are about, by target. */
  readonly #apart = new Map<string, XmlElement[]>();
  readonly #types = new Map<string, XmlElement>();
  readonly #containers = new Map<string, XmlElement>();
  readonly #read = new Map<string, CsdlEntityType>();

  constructor(root: XmlElement, schemas: readonly XmlElement[]) {
    this.#schemas = schemas;
    const includes = within(root, 'Reference').flatMap((reference) => within(reference, 'Include'));
    for (const { attributes } of [...includes, ...schemas]) {
      if (attributes.Alias && attributes.Namespace) this.#aliases.set(attributes.Alias, attributes.Namespace);
    }
    for (const schema of schemas) {
      for (const child of schema.children) {
        const name = `${schema.attributes.Namespace ?? ''}.${child.attributes.Name ?? ''}`;
        if (child.name === 'EntityContainer') this.#containers.set(name, child);
        else this.#types.set(name, child);
      }
      for (const apart of within(schema, 'Annotations')) {
        if (apart.attributes.Qualifier) continue;
        const target = this.#targetOf(apart.attributes.Target ?? '');
        this.#apart.set(target, [...(this.#apart.get(target) ?? []), ...within(apart, 'Annotation')]);
      }
    }
  }

  read(): Csdl {
    const container = [...this.#containers][0];
    return {
      entityTypes: new Map(
        this.#named('EntityType').map(({ fullName }) => [fullName, this.#entityType(fullName, new Set())]),
      ),
      enums: new Map(this.#named('EnumType').map((one) => [one.fullName, this.#enum(one)])),
      sets: container === undefined ? [] : this.#sets(container[0], new Set()),
      containerAnnotations: container === undefined ? new Map() : this.#annotations(container[1], container[0]),
    };
  }

  #named(kind: string): readonly Named[] {
    return this.#schemas.flatMap((schema) =>
      within(schema, kind).map((element) => ({
        element,
        fullName: `${schema.attributes.Namespace ?? ''}.${element.attributes.Name ?? ''}`,
      })),
    );
  }

  /** A qualified name with its alias, if it has one, replaced by the namespace. */
  #resolve(name: string): string {
    const dot = name.lastIndexOf('.');
    const space = this.#aliases.get(name.slice(0, Math.max(0, dot)));
    return space === undefined ? name : `${space}${name.slice(dot)}`;
  }

  /** `Alias.Type/Property` or `Alias.Container/Set`. */
  #targetOf(target: string): string {
    const [first = '', ...rest] = target.split('/');
    return [this.#resolve(first), ...rest].join('/');
  }

  #annotations(element: XmlElement, target: string): Annotations {
    const found = new Map<string, XmlElement>();
    for (const one of [...within(element, 'Annotation'), ...(this.#apart.get(target) ?? [])]) {
      if (one.attributes.Term && !one.attributes.Qualifier) found.set(this.#resolve(one.attributes.Term), one);
    }
    return found;
  }

  #entityType(fullName: string, below: Set<string>): CsdlEntityType {
    const known = this.#read.get(fullName);
    if (known !== undefined) return known;
    const element = this.#types.get(fullName);
    if (element?.name !== 'EntityType') throw new XmlError(`the type ${fullName} is not in it`);
    if (below.has(fullName)) throw new XmlError(`${fullName} is derived from itself`);
    const baseName = element.attributes.BaseType;
    // A base in a document elsewhere is not followed: its columns stay unknown, and rows bring them along.
    const isBaseHere = baseName !== undefined && this.#types.get(this.#resolve(baseName))?.name === 'EntityType';
    const base = isBaseHere ? this.#entityType(this.#resolve(baseName), new Set([...below, fullName])) : null;
    const key = within(element, 'Key').flatMap((one) => within(one, 'PropertyRef'));
    const read: CsdlEntityType = {
      fullName,
      name: element.attributes.Name ?? '',
      isAbstract: element.attributes.Abstract === 'true',
      bases: base === null ? [] : [base.fullName, ...base.bases],
      key: key.length > 0 ? key.map(({ attributes }) => attributes.Name ?? '') : (base?.key ?? []),
      properties: [
        ...(base?.properties ?? []),
        ...within(element, 'Property').map((one) => this.#property(one, fullName)),
      ],
      navigations: [
        ...(base?.navigations ?? []),
        ...within(element, 'NavigationProperty').map((one) => this.#navigation(one, fullName)),
      ],
      annotations: new Map([...(base?.annotations ?? []), ...this.#annotations(element, fullName)]),
    };
    this.#read.set(fullName, read);
    return read;
  }

  #property(element: XmlElement, owner: string): CsdlProperty {
    const { Name: name = '', Type: written = 'Edm.String', Nullable: nullable, ...facets } = element.attributes;
    const { type, isCollection } = this.#typeOf(written);
    const definition = this.#types.get(type);
    const isDefinition = definition?.name === 'TypeDefinition';
    return {
      name,
      type: isDefinition ? (definition.attributes.UnderlyingType ?? 'Edm.String') : type,
      isCollection,
      isNullable: nullable !== 'false',
      facets: isDefinition ? { ...definition.attributes, ...facets } : facets,
      annotations: this.#annotations(element, `${owner}/${name}`),
    };
  }

  #navigation(element: XmlElement, owner: string): CsdlNavigation {
    const name = element.attributes.Name ?? '';
    return {
      name,
      ...this.#typeOf(element.attributes.Type ?? ''),
      constraints: within(element, 'ReferentialConstraint').map(
        ({ attributes }) => [attributes.Property ?? '', attributes.ReferencedProperty ?? ''] as const,
      ),
      annotations: this.#annotations(element, `${owner}/${name}`),
    };
  }

  #typeOf(written: string): { readonly type: string; readonly isCollection: boolean } {
    const item = /^Collection\((.*)\)$/.exec(written.trim())?.[1];
    return { type: this.#resolve(item ?? written.trim()), isCollection: item !== undefined };
  }

  #enum({ element, fullName }: Named): CsdlEnum {
    return {
      isFlags: element.attributes.IsFlags === 'true',
      members: within(element, 'Member').map((member) => ({
        name: member.attributes.Name ?? '',
        annotations: this.#annotations(member, `${fullName}/${member.attributes.Name ?? ''}`),
      })),
    };
  }

  #sets(fullName: string, below: Set<string>): readonly CsdlSet[] {
    const container = this.#containers.get(fullName);
    if (container === undefined || below.has(fullName)) return [];
    const extended = container.attributes.Extends;
    const inherited = extended ? this.#sets(this.#resolve(extended), new Set([...below, fullName])) : [];
    const own = within(container, 'EntitySet').map((element): CsdlSet => {
      const name = element.attributes.Name ?? '';
      const bindings = within(element, 'NavigationPropertyBinding').map(
        ({ attributes }) => [attributes.Path ?? '', (attributes.Target ?? '').split('/').at(-1) ?? ''] as const,
      );
      return {
        name,
        type: this.#resolve(element.attributes.EntityType ?? ''),
        bindings: new Map(bindings),
        annotations: this.#annotations(element, `${fullName}/${name}`),
      };
    });
    return [...inherited, ...own];
  }
}
