import type { Column, Table } from './table.ts';
import type { Form, View, ViewColumn, ViewKind } from './view.ts';

const mostListed = 6;

/** Short ones that tell rows apart: no key, no long text, nothing that only the service sets. */
function isListed(column: Column): boolean {
  return column.type.kind !== 'key' && column.type.kind !== 'memo' && !column.isReadOnly;
}

function isNameOf(table: Table): (column: Column) => boolean {
  return (column) => column.name === table.nameColumn;
}

function listed(table: Table, most: number = mostListed): readonly ViewColumn[] {
  const isName = isNameOf(table);
  const others = table.columns.filter((column) => isListed(column) && !isName(column));
  const shown = [...table.columns.filter(isName), ...others].slice(0, most);
  return shown.map((column) => ({ column: column.name, width: isName(column) ? 300 : 150 }));
}

/** The kinds of view that every table of Dataverse has, by the names it gives them. */
function defaultViews(table: Table): readonly View[] {
  const view = (name: string, kind: ViewKind): View => ({
    name,
    kind,
    isDefault: true,
    columns: listed(table, kind === 'lookup' ? 3 : mostListed),
    filter: null,
    order: [{ column: table.nameColumn, isDescending: false }],
  });
  const whole = view(`All ${table.pluralLabel}`, 'public');
  const filter = "Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')";
  const own = { ...whole, name: `My ${table.pluralLabel}`, isDefault: false, filter };
  return [
    whole,
    ...(table.ownership === 'user' ? [own] : []),
    view(`${table.label} Associated View`, 'associated'),
    view(`Quick Find All ${table.pluralLabel}`, 'quickFind'),
    view(`${table.pluralLabel} Lookup View`, 'lookup'),
  ];
}

/** A table's own views; of the kinds that it has none of, the usual ones. */
export function viewsOf(table: Table): readonly View[] {
  const own = table.views ?? [];
  const hasKind = (kind: ViewKind): boolean => own.some((view) => view.kind === kind);
  return [...own, ...defaultViews(table).filter((view) => !hasKind(view.kind))];
}

function defaultForm(table: Table): Form {
  const edited = table.columns.filter((column) => column.type.kind !== 'key' && !column.isReadOnly);
  const names = (columns: readonly Column[]): readonly string[] => columns.map((column) => column.name);
  const isLong = (column: Column): boolean => column.type.kind === 'memo';
  const sections = [
    { label: 'General', columns: names(edited.filter((column) => !isLong(column))) },
    { label: 'Details', columns: names(edited.filter(isLong)) },
    { label: 'Administration', columns: names(table.columns.filter((column) => column.isReadOnly)) },
  ];
  const filled = sections.filter(({ columns }) => columns.length > 0);
  return { name: 'Information', tabs: [{ label: 'General', sections: filled }] };
}

export function formOf(table: Table): Form {
  return table.form ?? defaultForm(table);
}
