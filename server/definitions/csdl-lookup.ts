import type { DeleteBehavior } from '../odata/table.ts';
import type { CsdlModel, CsdlType } from './csdl-model.ts';
import { bare, collectionOf } from './csdl-model.ts';

export type CsdlLookup = {
  /** The property that holds the key: `_primarycontactid_value`. */
  readonly property: string;
  readonly targets: readonly string[];
  readonly deletes: boolean;
};

/** `_primarycontactid_value` is the lookup `primarycontactid`; elsewhere a lookup is called as its property. */
export function lookupName(property: string): string {
  return (/^_(.+)_value$/.exec(property)?.[1] ?? property).toLowerCase();
}

/** `OnDelete` stands where the deletion begins: at the property of the other table that leads here. */
function isDeletedWith(model: CsdlModel, target: string, partner: string | null): boolean {
  const back = model.types.get(target)?.navigations.find((one) => one.attribute('Name') === partner);
  return back?.children('OnDelete').some((one) => one.attribute('Action') === 'Cascade') === true;
}

/** One lookup has as many navigation properties as targets, all with the same property in their constraint. */
export function lookupsOf(model: CsdlModel, type: CsdlType): readonly CsdlLookup[] {
  const lookups = new Map<string, CsdlLookup>();
  for (const navigation of type.navigations) {
    const to = navigation.attribute('Type') ?? '';
    const [constraint, ...more] = navigation.children('ReferentialConstraint');
    const property = constraint?.attribute('Property') ?? null;
    if (property === null || more.length > 0 || collectionOf(to) !== null) continue;
    const known = lookups.get(property);
    lookups.set(property, {
      property,
      targets: [...new Set([...(known?.targets ?? []), bare(to)])],
      deletes: (known?.deletes ?? true) && isDeletedWith(model, bare(to), navigation.attribute('Partner')),
    });
  }
  return [...lookups.values()];
}

export function deletionOf(lookup: CsdlLookup, need: { readonly isRequired: boolean }): DeleteBehavior {
  if (lookup.deletes) return 'cascade';
  return need.isRequired ? 'restrict' : 'removeLink';
}
