/**
 * Saved lists of rows and edit pages of a table, as `savedquery` and `systemform` describe them
 * (docs/facts/dataverse.md §2.10). Columns stand by the names they have in their table.
 */
export const viewKinds = { public: 0, advancedFind: 1, associated: 2, quickFind: 4, lookup: 64 } as const;
export type ViewKind = keyof typeof viewKinds;

/** `width` in pixels. */
export type ViewColumn = { readonly column: string; readonly width: number };
type ViewOrder = { readonly column: string; readonly isDescending: boolean };

export type View = {
  readonly name: string;
  readonly kind: ViewKind;
  /** Of its kind, the one that is shown first. */
  readonly isDefault: boolean;
  readonly columns: readonly ViewColumn[];
  /** As in `$filter`; own columns only, no lambda. null: all rows. */
  readonly filter: string | null;
  readonly order: readonly ViewOrder[];
};

export type FormSection = { readonly label: string; readonly columns: readonly string[] };
export type FormTab = { readonly label: string; readonly sections: readonly FormSection[] };
export type Form = { readonly name: string; readonly tabs: readonly FormTab[] };
