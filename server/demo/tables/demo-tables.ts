import { systemManyToMany, systemTables } from '../../identity/system-tables.ts';
import { indexTables, type Tables } from '../../odata/table.ts';
import { account } from './account.ts';
import { contact } from './contact.ts';
import { workOrder } from './work-order.ts';

export const demoTables: Tables = indexTables([account, contact, workOrder, ...systemTables], systemManyToMany);
