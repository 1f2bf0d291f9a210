import type { Table } from '../../odata/table.ts';
import { boundLookup, key, memo, ownedAndDated, required, textColumn } from './columns.ts';

export const notedTables = ['account', 'contact', 'msdyn_workorder', 'msdyn_customerasset'] as const;

export const note: Table = {
  name: 'annotation',
  setName: 'annotations',
  schemaName: 'Annotation',
  label: 'Note',
  pluralLabel: 'Notes',
  key: 'annotationid',
  nameColumn: 'subject',
  ownership: 'user',
  isSystem: false,
  duplicateRules: [],
  columns: [
    key('annotationid', 'Note'),
    required(textColumn('subject', 'Title', 500)),
    memo('notetext', 'Description', 100_000),
    boundLookup('objectid', 'Regarding', { targets: notedTables, onDelete: 'cascade' }),
    ...ownedAndDated,
  ],
};
