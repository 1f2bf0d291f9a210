import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoTables } from '../../server/demo/tables/demo-tables.ts';
import { formXml } from '../../server/odata/system-form-item.ts';
import { openService, rowsOf, type SignedIn, type TestService } from './service-fixture.ts';

let service: TestService;
let dana: SignedIn;
beforeAll(async () => {
  service = await openService({ scale: 0.001 });
  dana = await service.as('dana');
});
afterAll(() => service.close());

type Labelled = { readonly labels: { readonly label: { readonly description: string } } };
type Cell = Labelled & { readonly control: { readonly datafieldname: string; readonly classid: string } };
type Section = Labelled & { readonly rows: { readonly row: readonly { readonly cell: Cell }[] } };
type Tab = Labelled & {
  readonly columns: { readonly column: { readonly sections: { readonly section: readonly Section[] } } };
};

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (name) => ['tab', 'section', 'row'].includes(name),
});

function tabsOf(xml: unknown): readonly Tab[] {
  expect(XMLValidator.validate(String(xml))).toBe(true);
  const { form } = parser.parse(String(xml)) as { form: { tabs: { tab: readonly Tab[] } } };
  return form.tabs.tab;
}

it('§2.10 forms are rows of systemforms with formxml, objecttypecode, type and formactivationstate', async () => {
  const rows = rowsOf(await dana.get("systemforms?$filter=objecttypecode eq 'msdyn_workorder' and type eq 2"));
  expect(rows).toHaveLength(1);
  const [form] = rows;
  expect(form).toMatchObject({ name: 'Work Order', type: 2, formactivationstate: 1 });
  expect((await dana.get(`systemforms(${form?.formid})`)).body).toMatchObject(form ?? {});
  const tabs = tabsOf(form?.formxml);
  expect(tabs.map(({ labels }) => labels.label.description)).toEqual(['Summary', 'Settings']);
  const [order] = tabs[0]?.columns.column.sections.section ?? [];
  expect(order?.labels.label.description).toBe('Order');
  expect(order?.rows.row.map(({ cell }) => cell.control.datafieldname)).toEqual([
    'msdyn_name',
    'msdyn_systemstatus',
    'msdyn_priority',
    'msdyn_serviceaccount',
  ]);
});

it('every table has a form whose fields are columns of it, each once, by its label', () => {
  for (const table of demoTables.byName.values()) {
    const cells = tabsOf(formXml(table)).flatMap(({ columns }) =>
      columns.column.sections.section.flatMap(({ rows }) => rows.row.map(({ cell }) => cell)),
    );
    const labels = new Map(table.columns.map((column) => [column.name, column.label]));
    const names = cells.map(({ control }) => control.datafieldname);
    expect(new Set(names).size).toBe(names.length);
    for (const { control, labels: shown } of cells) {
      expect(shown.label.description).toBe(labels.get(control.datafieldname));
      expect(control.classid).toMatch(/^\{[0-9A-Fa-f-]{36}\}$/);
    }
    expect(names).toContain(table.nameColumn);
  }
});

it('what is not readable is not described: each form and view is of a table in EntityDefinitions', async () => {
  const tables = rowsOf(await dana.get('EntityDefinitions?$select=LogicalName')).map((row) => row.LogicalName);
  const forms = rowsOf(await dana.get('systemforms?$select=objecttypecode')).map((row) => row.objecttypecode);
  const views = rowsOf(await dana.get('savedqueries?$select=returnedtypecode')).map((row) => row.returnedtypecode);
  expect(new Set(forms)).toEqual(new Set(tables));
  expect(new Set(views)).toEqual(new Set(tables));
});
