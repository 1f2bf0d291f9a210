/**
 * What an address names below the data root.
 * - `set`: `accounts`
 * - `row`: `accounts(<key>)`
 * - `property`: `accounts(<key>)/name`, `accounts(<key>)/primarycontactid`, `accounts(<key>)/contacts(<other key>)`,
 *   the last two also with `/$ref`, which names the link instead of the row.
 */
export type ResourcePath =
  | { readonly kind: 'set'; readonly setName: string }
  | { readonly kind: 'row'; readonly setName: string; readonly key: string }
  | {
      readonly kind: 'property';
      readonly setName: string;
      readonly key: string;
      readonly name: string;
      readonly otherKey: string | null;
      readonly isReference: boolean;
    };

const pattern =
  /^(?<setName>[a-z0-9_]{1,100})(?:\((?<key>[^()]{0,200})\)(?:\/(?<name>[A-Za-z0-9_]{1,100})(?:\((?<otherKey>[^()]{0,200})\))?(?<ref>\/\$ref)?)?)?$/;

/** Of a decoded path without its leading slash; null: an address of another form. */
export function parseResourcePath(path: string): ResourcePath | null {
  const { setName, key, name, otherKey, ref } = pattern.exec(path)?.groups ?? {};
  if (setName === undefined) return null;
  if (key === undefined) return { kind: 'set', setName };
  if (name === undefined) return { kind: 'row', setName, key };
  return { kind: 'property', setName, key, name, otherKey: otherKey ?? null, isReference: ref !== undefined };
}
