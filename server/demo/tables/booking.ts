import type { Table } from '../../odata/table.ts';
import {
  boundLookup,
  choice,
  datetime,
  decimal,
  integer,
  key,
  memo,
  ownedAndDated,
  required,
  textColumn,
  yesNo,
} from './columns.ts';
import { publicViews } from './views.ts';

export const bookingStatuses = [
  { value: 690970000, label: 'Scheduled' },
  { value: 690970001, label: 'Traveling' },
  { value: 690970002, label: 'On Break' },
  { value: 690970003, label: 'In Progress' },
  { value: 690970004, label: 'Completed' },
  { value: 690970005, label: 'Canceled' },
] as const;

const listed = {
  name: 250,
  msdyn_fieldservicestatus: 120,
  starttime: 150,
  endtime: 150,
  msdyn_resourcename: 150,
  msdyn_workorder: 250,
};

export const booking: Table = {
  name: 'bookableresourcebooking',
  setName: 'bookableresourcebookings',
  schemaName: 'BookableResourceBooking',
  label: 'Booking',
  pluralLabel: 'Bookings',
  key: 'bookableresourcebookingid',
  nameColumn: 'name',
  ownership: 'user',
  isSystem: false,
  duplicateRules: [],
  columns: [
    key('bookableresourcebookingid', 'Booking'),
    required(textColumn('name', 'Name', 100)),
    choice('msdyn_fieldservicestatus', 'Booking Status', bookingStatuses),
    // A booking is nothing without its order.
    boundLookup('msdyn_workorder', 'Work Order', { targets: ['msdyn_workorder'], onDelete: 'cascade' }),
    textColumn('msdyn_resourcename', 'Resource', 160),
    required(datetime('starttime', 'Start Time')),
    required(datetime('endtime', 'End Time')),
    integer('duration', 'Duration (minutes)', 1_000_000),
    decimal('msdyn_milestraveled', 'Miles Traveled', 10_000),
    yesNo('msdyn_acceptcascadecrewchanges', 'Accept Crew Changes', 'Yes', 'No'),
    memo('msdyn_bookingnotes', 'Booking Notes', 2_000),
    ...ownedAndDated,
  ],
  views: publicViews([
    { name: 'All Bookings', columns: listed, filter: null, order: 'starttime desc' },
    {
      name: 'Bookings of the Next 7 Days',
      columns: listed,
      filter: "Microsoft.Dynamics.CRM.NextXDays(PropertyName='starttime',PropertyValue=7)",
      order: 'starttime',
    },
    {
      name: 'Long Bookings under Way',
      columns: listed,
      filter: 'duration ge 240 and msdyn_fieldservicestatus ne 690970004 and msdyn_fieldservicestatus ne 690970005',
      order: 'starttime',
    },
  ]),
};
