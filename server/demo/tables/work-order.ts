import type { Table } from '../../odata/table.ts';
import {
  choice,
  date,
  datetime,
  decimal,
  integer,
  key,
  lookup,
  memo,
  money,
  ownedAndDated,
  required,
  textColumn,
  yesNo,
} from './columns.ts';
import { publicViews } from './views.ts';

export const systemStatuses = [
  { value: 690970000, label: 'Unscheduled' },
  { value: 690970001, label: 'Scheduled' },
  { value: 690970002, label: 'In Progress' },
  { value: 690970003, label: 'Completed' },
  { value: 690970004, label: 'Posted' },
  { value: 690970005, label: 'Canceled' },
] as const;

export const priorities = [
  { value: 192350000, label: 'Low' },
  { value: 192350001, label: 'Normal' },
  { value: 192350002, label: 'High' },
  { value: 192350003, label: 'Emergency' },
] as const;

const listed = {
  msdyn_name: 300,
  msdyn_systemstatus: 120,
  msdyn_priority: 100,
  msdyn_serviceaccount: 200,
  msdyn_timefrompromised: 150,
  ownerid: 150,
};

export const workOrder: Table = {
  name: 'msdyn_workorder',
  setName: 'msdyn_workorders',
  schemaName: 'msdyn_workorder',
  label: 'Work Order',
  pluralLabel: 'Work Orders',
  key: 'msdyn_workorderid',
  nameColumn: 'msdyn_name',
  ownership: 'user',
  isSystem: false,
  duplicateRules: [],
  columns: [
    key('msdyn_workorderid', 'Work Order'),
    required(textColumn('msdyn_name', 'Work Order Number', 100)),
    choice('msdyn_systemstatus', 'System Status', systemStatuses),
    choice('msdyn_priority', 'Priority', priorities),
    lookup('msdyn_serviceaccount', 'Service Account', 'account'),
    lookup('msdyn_reportedbycontact', 'Reported By', 'contact'),
    datetime('msdyn_timefrompromised', 'Time From Promised'),
    date('msdyn_completeddate', 'Completed On'),
    money('msdyn_totalamount', 'Total Amount'),
    integer('msdyn_estimatedduration', 'Estimated Duration (minutes)', 1_000_000),
    decimal('msdyn_discount', 'Discount (%)', 100),
    yesNo('msdyn_istaxable', 'Taxable', 'Yes', 'No'),
    memo('msdyn_workordersummary', 'Work Order Summary', 20_000),
    ...ownedAndDated,
  ],
  views: publicViews([
    {
      name: 'Open Work Orders',
      columns: listed,
      filter: 'msdyn_systemstatus in (690970000,690970001,690970002)',
      order: 'msdyn_timefrompromised',
    },
    { name: 'All Work Orders', columns: listed, filter: null, order: 'msdyn_name' },
    {
      name: 'My Open Work Orders',
      columns: listed,
      filter:
        "Microsoft.Dynamics.CRM.EqualUserOrUserTeams(PropertyName='ownerid') and " +
        'not (msdyn_systemstatus in (690970003,690970004,690970005))',
      order: 'msdyn_timefrompromised',
    },
    {
      name: 'Emergencies',
      columns: { msdyn_name: 300, msdyn_serviceaccount: 200, msdyn_workordersummary: 300, createdon: 150 },
      filter: 'msdyn_priority eq 192350003 or (msdyn_priority eq null and msdyn_totalamount gt 5000)',
      order: 'createdon desc',
    },
  ]),
  form: {
    name: 'Work Order',
    tabs: [
      {
        label: 'Summary',
        sections: [
          { label: 'Order', columns: ['msdyn_name', 'msdyn_systemstatus', 'msdyn_priority', 'msdyn_serviceaccount'] },
          { label: 'Schedule', columns: ['msdyn_timefrompromised', 'msdyn_completeddate', 'msdyn_estimatedduration'] },
          { label: 'Notes', columns: ['msdyn_workordersummary'] },
        ],
      },
      {
        label: 'Settings',
        sections: [
          { label: 'Price', columns: ['msdyn_totalamount', 'msdyn_discount', 'msdyn_istaxable'] },
          { label: 'People', columns: ['msdyn_reportedbycontact', 'ownerid', 'owningbusinessunit'] },
        ],
      },
    ],
  },
};
