import type { NoCreate } from '../../core/table.ts';

/** Why no row can be created in a table. */
export const noCreateTexts = {
  'keys are made by the service':
    'No rows can be created here: the service makes the keys of this table, and a new row whose answer is lost on the way would be made twice.',
  'cannot be filled in':
    'No rows can be created here: a new row would need something that the service does not let Landfall fill in.',
  'not allowed': 'The service takes no new rows in this table.',
} satisfies { readonly [why in NoCreate]: string };
