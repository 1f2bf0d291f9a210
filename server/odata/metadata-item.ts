import { stableId } from '../identity/privileges.ts';

/** One metadata item in Dataverse's shape. `plain` is what $select picks from, `expandable` what $expand may add. */
export type MetadataItem = {
  /** Its class in the namespace Microsoft.Dynamics.CRM where a list of it also holds others; else null. */
  readonly class: string | null;
  readonly plain: Readonly<Record<string, unknown>>;
  readonly expandable: Readonly<Record<string, readonly MetadataItem[] | MetadataItem | null>>;
};

const english = 1033;

/** null: there is no text for it. */
export function label(text: string | null): unknown {
  if (text === null) return { LocalizedLabels: [], UserLocalizedLabel: null };
  const localized = { Label: text, LanguageCode: english, IsManaged: true, MetadataId: stableId(`label ${text}`) };
  return { LocalizedLabels: [localized], UserLocalizedLabel: localized };
}

export function leaf(plain: Readonly<Record<string, unknown>>): MetadataItem {
  return { class: null, plain, expandable: {} };
}

/** Names of customers' and add-ons' own tables and columns begin with their publisher's prefix. */
export function isCustom(name: string): boolean {
  return name.includes('_');
}
