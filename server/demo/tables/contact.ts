import type { Table } from '../../odata/table.ts';
import { choice, date, key, lookup, memo, ownedAndDated, required, textColumn, yesNo } from './columns.ts';

export const contactMethods = [
  { value: 1, label: 'Any' },
  { value: 2, label: 'Email' },
  { value: 3, label: 'Phone' },
  { value: 4, label: 'Fax' },
  { value: 5, label: 'Mail' },
] as const;

export const contact: Table = {
  name: 'contact',
  setName: 'contacts',
  schemaName: 'Contact',
  label: 'Contact',
  pluralLabel: 'Contacts',
  key: 'contactid',
  nameColumn: 'fullname',
  ownership: 'user',
  isSystem: false,
  duplicateRules: [['emailaddress1']],
  columns: [
    key('contactid', 'Contact'),
    required(textColumn('fullname', 'Full Name', 160)),
    textColumn('firstname', 'First Name', 50),
    textColumn('lastname', 'Last Name', 50),
    textColumn('jobtitle', 'Job Title', 100),
    textColumn('emailaddress1', 'Email', 100),
    textColumn('mobilephone', 'Mobile Phone', 50),
    date('birthdate', 'Birthday'),
    choice('preferredcontactmethodcode', 'Preferred Method of Contact', contactMethods),
    yesNo('donotphone', 'Do not allow Phone Calls', 'Do Not Allow', 'Allow'),
    memo('description', 'Description', 2_000),
    lookup('parentaccountid', 'Account', 'account'),
    ...ownedAndDated,
  ],
};
