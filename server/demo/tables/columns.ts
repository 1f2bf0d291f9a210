import type { Choice, Column, ColumnType, DeleteBehavior } from '../../odata/table.ts';

function column(name: string, label: string, type: ColumnType): Column {
  return { name, label, type, isRequired: false, isReadOnly: false };
}

export const required = (base: Column): Column => ({ ...base, isRequired: true });
const readOnly = (base: Column): Column => ({ ...base, isReadOnly: true });

export const key = (name: string, label: string): Column => required(column(name, label, { kind: 'key' }));
export const textColumn = (name: string, label: string, maxLength: number): Column =>
  column(name, label, { kind: 'text', maxLength });
export const memo = (name: string, label: string, maxLength: number): Column =>
  column(name, label, { kind: 'memo', maxLength });
export const integer = (name: string, label: string, max: number): Column =>
  column(name, label, { kind: 'integer', min: 0, max });
export const decimal = (name: string, label: string, max: number): Column =>
  column(name, label, { kind: 'decimal', min: 0, max, precision: 2 });
export const money = (name: string, label: string): Column =>
  column(name, label, { kind: 'money', min: 0, max: 100_000_000_000, precision: 2 });
export const date = (name: string, label: string): Column => column(name, label, { kind: 'date' });
export const datetime = (name: string, label: string): Column => column(name, label, { kind: 'datetime' });
export const choice = (name: string, label: string, choices: readonly Choice[]): Column =>
  column(name, label, { kind: 'choice', choices });
export const double = (name: string, label: string, most: number): Column =>
  column(name, label, { kind: 'double', min: -most, max: most });
export const lookup = (name: string, label: string, target: string): Column =>
  column(name, label, { kind: 'lookup', targets: [target], onDelete: 'removeLink' });
/** A lookup with several targets, or one whose rows do more than lose their link when what they point to is deleted. */
export const boundLookup = (
  name: string,
  label: string,
  bond: { readonly targets: readonly string[]; readonly onDelete: DeleteBehavior },
): Column => column(name, label, { kind: 'lookup', ...bond });
export const yesNo = (name: string, label: string, trueLabel: string, falseLabel: string): Column =>
  column(name, label, { kind: 'boolean', trueLabel, falseLabel });

export const ownedAndDated: readonly Column[] = [
  readOnly(datetime('createdon', 'Created On')),
  readOnly(datetime('modifiedon', 'Modified On')),
  required(column('ownerid', 'Owner', { kind: 'owner' })),
  required(readOnly(lookup('owningbusinessunit', 'Owning Business Unit', 'businessunit'))),
];
