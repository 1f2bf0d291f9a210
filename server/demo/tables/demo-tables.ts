import { systemManyToMany, systemTables } from '../../identity/system-tables.ts';
import { indexTables, type ManyToMany, type Table, type Tables } from '../../odata/table.ts';
import { account } from './account.ts';
import { booking } from './booking.ts';
import { contact } from './contact.ts';
import { customerAsset } from './customer-asset.ts';
import { note } from './note.ts';
import { workOrder } from './work-order.ts';

export const companyTables: readonly Table[] = [account, contact, customerAsset, workOrder, booking, note];

/** Assets serviced by a work order. */
export const assetsServiced: ManyToMany = {
  name: 'msdyn_workorder_msdyn_customerasset',
  first: { table: 'msdyn_workorder', navigation: 'msdyn_workorder_msdyn_customerasset' },
  second: { table: 'msdyn_customerasset', navigation: 'msdyn_workorder_msdyn_customerasset' },
};

export const demoTables: Tables = indexTables(
  [...companyTables, ...systemTables],
  [assetsServiced, ...systemManyToMany],
);
