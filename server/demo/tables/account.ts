import type { Table } from '../../odata/table.ts';
import { choice, integer, key, lookup, memo, money, ownedAndDated, required, textColumn, yesNo } from './columns.ts';
import { publicViews } from './views.ts';

export const industries = [
  { value: 1, label: 'Accounting' },
  { value: 6, label: 'Business Services' },
  { value: 8, label: 'Consumer Services' },
  { value: 10, label: 'Distributors, Dispatchers and Processors' },
  { value: 12, label: 'Durable Manufacturing' },
  { value: 13, label: 'Eating and Drinking Places' },
  { value: 16, label: 'Equipment Rental and Leasing' },
  { value: 19, label: 'Food and Tobacco Processing' },
  { value: 25, label: 'Non-Durable Merchandise Retail' },
  { value: 29, label: 'Specialty Realty' },
  { value: 32, label: 'Utility Creation and Distribution' },
] as const;

export const account: Table = {
  name: 'account',
  setName: 'accounts',
  schemaName: 'Account',
  label: 'Account',
  pluralLabel: 'Accounts',
  key: 'accountid',
  nameColumn: 'name',
  ownership: 'user',
  isSystem: false,
  duplicateRules: [['accountnumber']],
  columns: [
    key('accountid', 'Account'),
    required(textColumn('name', 'Account Name', 160)),
    textColumn('accountnumber', 'Account Number', 20),
    textColumn('emailaddress1', 'Email', 100),
    textColumn('telephone1', 'Main Phone', 50),
    textColumn('address1_city', 'City', 80),
    choice('industrycode', 'Industry', industries),
    money('creditlimit', 'Credit Limit'),
    integer('numberofemployees', 'Number of Employees', 1_000_000_000),
    yesNo('donotemail', 'Do not allow Emails', 'Do Not Allow', 'Allow'),
    memo('description', 'Description', 2_000),
    lookup('primarycontactid', 'Primary Contact', 'contact'),
    ...ownedAndDated,
  ],
  views: publicViews([
    {
      name: 'Active Accounts',
      columns: { name: 300, telephone1: 150, address1_city: 150, primarycontactid: 200, industrycode: 200 },
      filter: null,
      order: 'name',
    },
    {
      name: 'My Accounts',
      columns: { name: 300, telephone1: 150, address1_city: 150 },
      filter: "Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')",
      order: 'name',
    },
    {
      name: 'Bakeries & Breweries',
      columns: { name: 300, address1_city: 150, creditlimit: 120 },
      filter: "contains(name,'bäckerei') or startswith(name,'Brewery')",
      order: 'address1_city desc',
    },
  ]),
};
