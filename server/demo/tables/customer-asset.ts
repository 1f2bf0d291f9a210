import type { Table } from '../../odata/table.ts';
import {
  boundLookup,
  choice,
  date,
  double,
  key,
  lookup,
  memo,
  money,
  ownedAndDated,
  required,
  textColumn,
  yesNo,
} from './columns.ts';

export const registrationStatuses = [
  { value: 192350000, label: 'Unknown' },
  { value: 192350001, label: 'Unregistered' },
  { value: 192350002, label: 'In Progress' },
  { value: 192350003, label: 'Registered' },
  { value: 192350004, label: 'Error' },
] as const;

export const customerAsset: Table = {
  name: 'msdyn_customerasset',
  setName: 'msdyn_customerassets',
  schemaName: 'msdyn_customerasset',
  label: 'Customer Asset',
  pluralLabel: 'Customer Assets',
  key: 'msdyn_customerassetid',
  nameColumn: 'msdyn_name',
  ownership: 'user',
  isSystem: false,
  duplicateRules: [],
  columns: [
    key('msdyn_customerassetid', 'Customer Asset'),
    required(textColumn('msdyn_name', 'Name', 100)),
    lookup('msdyn_account', 'Account', 'account'),
    // An asset that others are built into cannot be deleted.
    boundLookup('msdyn_parentasset', 'Parent Asset', { targets: ['msdyn_customerasset'], onDelete: 'restrict' }),
    textColumn('msdyn_serialnumber', 'Serial Number', 60),
    choice('msdyn_registrationstatus', 'Registration Status', registrationStatuses),
    date('msdyn_installdate', 'Installed On'),
    money('msdyn_purchaseprice', 'Purchase Price'),
    double('msdyn_latitude', 'Latitude', 90),
    double('msdyn_longitude', 'Longitude', 180),
    yesNo('msdyn_alert', 'Alert', 'Yes', 'No'),
    memo('msdyn_workinginstructions', 'Working Instructions', 2_000),
    ...ownedAndDated,
  ],
};
