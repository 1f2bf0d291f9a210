import { stableId } from '../identity/privileges.ts';
import { formOf } from './default-views.ts';
import { leaf, type MetadataItem } from './metadata-item.ts';
import type { Column, ColumnType, Table } from './table.ts';
import type { FormSection, FormTab } from './view.ts';
import { element } from './xml-text.ts';

/** Dataverse's controls for each type of column; the numbers are inferred from forms that people have published. */
const controlClasses: Readonly<Record<ColumnType['kind'], string>> = {
  key: '4273EDBD-AC1D-40d3-9FB2-095C621B552D',
  text: '4273EDBD-AC1D-40d3-9FB2-095C621B552D',
  memo: 'E0DECE4B-6FC8-4a8f-A065-082708572369',
  integer: 'C6D124CA-7EDA-4a60-AEA9-7FB8D318B68F',
  decimal: 'C3EFE0C3-0EC6-42be-8349-CBD9079DFD8E',
  double: '0D2C745A-E5A8-4c8f-BA63-C6D3BB604660',
  money: '533B9E00-756B-4312-95A0-DC888637AC78',
  datetime: '5B773807-9FB2-42db-97C3-7A91EFF8ADFF',
  date: '5B773807-9FB2-42db-97C3-7A91EFF8ADFF',
  choice: '3EF39988-22BB-4f0b-BBBE-64B5A3748AEE',
  boolean: 'B0C6723A-8503-4fd7-BB28-C8A06AC933C2',
  lookup: '270BD3DB-D9AF-4782-9025-509E298DEC0A',
  owner: '270BD3DB-D9AF-4782-9025-509E298DEC0A',
};

const english = 1033;
const idOf = (what: string): string => `{${stableId(`form ${what}`)}}`;

function labels(text: string): string {
  return element('labels', {}, [element('label', { description: text, languagecode: english })]);
}

function cellXml(table: Table, column: Column): string {
  const control = element('control', {
    id: column.name,
    classid: `{${controlClasses[column.type.kind]}}`,
    datafieldname: column.name,
    disabled: column.isReadOnly,
  });
  return element('cell', { id: idOf(`${table.name} cell ${column.name}`) }, [labels(column.label), control]);
}

function sectionXml(table: Table, section: FormSection, name: string): string {
  const rows = section.columns.map((wanted) => {
    const column = table.columns.find((candidate) => candidate.name === wanted);
    if (column === undefined) throw new Error(`the form of ${table.name} has no column ${wanted}`);
    return element('row', {}, [cellXml(table, column)]);
  });
  const attributes = { name, id: idOf(`${table.name} ${name}`), showlabel: true, columns: 1 };
  return element('section', attributes, [labels(section.label), element('rows', {}, rows)]);
}

function tabXml(table: Table, tab: FormTab, name: string): string {
  const sections = tab.sections.map((section, at) => sectionXml(table, section, `${name}_section_${at + 1}`));
  const column = element('column', { width: '100%' }, [element('sections', {}, sections)]);
  const attributes = { name, id: idOf(`${table.name} ${name}`), expanded: true, showlabel: true };
  return element('tab', attributes, [labels(tab.label), element('columns', {}, [column])]);
}

export function formXml(table: Table): string {
  const tabs = formOf(table).tabs.map((tab, at) => tabXml(table, tab, `tab_${at + 1}`));
  return element('form', {}, [element('tabs', {}, tabs)]);
}

export function systemFormItem(table: Table): MetadataItem {
  const { name } = formOf(table);
  return leaf({
    formid: stableId(`form ${table.name} ${name}`),
    name,
    description: null,
    formxml: formXml(table),
    objecttypecode: table.name,
    // Main, and active.
    type: 2,
    formactivationstate: 1,
    isdefault: true,
  });
}
