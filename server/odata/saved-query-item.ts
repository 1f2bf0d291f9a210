import { stableId } from '../identity/privileges.ts';
import { filterXml } from './fetch-condition.ts';
import { parseFilter } from './filter-parser.ts';
import { leaf, type MetadataItem } from './metadata-item.ts';
import type { Table } from './table.ts';
import { type View, viewKinds } from './view.ts';
import { element } from './xml-text.ts';

export function viewId(table: Table, view: View): string {
  return stableId(`view ${table.name} ${view.kind} ${view.name}`);
}

/** Model-driven apps put what is searched for in place of `{0}`. */
function quickFindXml(table: Table): string {
  const condition = element('condition', { attribute: table.nameColumn, operator: 'like', value: '{0}' });
  return element('filter', { type: 'or', isquickfindfields: 1 }, [condition]);
}

export function fetchXml(table: Table, view: View): string {
  const columns = [...new Set([table.key, ...view.columns.map(({ column }) => column)])];
  const filter = view.filter === null ? [] : [filterXml(table, parseFilter(view.filter))];
  const filters = filter.map((xml) => (xml.startsWith('<filter') ? xml : element('filter', { type: 'and' }, [xml])));
  const content = [
    ...columns.map((name) => element('attribute', { name })),
    ...view.order.map(({ column, isDescending }) => {
      return element('order', { attribute: column, descending: isDescending });
    }),
    ...filters,
    ...(view.kind === 'quickFind' ? [quickFindXml(table)] : []),
  ];
  const attributes = { version: '1.0', 'output-format': 'xml-platform', mapping: 'logical', distinct: false };
  return element('fetch', attributes, [element('entity', { name: table.name }, content)]);
}

function layoutXml(table: Table, view: View): string {
  const cells = view.columns.map(({ column, width }) => element('cell', { name: column, width }));
  const row = element('row', { name: 'result', id: table.key }, cells);
  return element('grid', { name: 'resultset', jump: table.nameColumn, select: 1, icon: 1, preview: 1 }, [row]);
}

export function savedQueryItem(table: Table, view: View): MetadataItem {
  return leaf({
    savedqueryid: viewId(table, view),
    name: view.name,
    description: null,
    fetchxml: fetchXml(table, view),
    layoutxml: layoutXml(table, view),
    returnedtypecode: table.name,
    querytype: viewKinds[view.kind],
    isdefault: view.isDefault,
    isquickfindquery: view.kind === 'quickFind',
    statecode: 0,
    statuscode: 1,
  });
}
