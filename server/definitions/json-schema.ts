import * as v from 'valibot';
import { namePattern } from './reserved-names.ts';
import { decimalLimit, doubleLimit, longestMemo, longestText, moneyLimit } from './type-limits.ts';

const between = (min: number, max: number) =>
  v.pipe(
    v.number(),
    v.check((value) => value >= min && value <= max, `a number from ${min} to ${max}`),
  );
const whole = (min: number, max: number) =>
  v.pipe(
    v.number(),
    v.check((value) => Number.isInteger(value) && value >= min && value <= max, `a whole number from ${min} to ${max}`),
  );
const label = v.pipe(
  v.string(),
  v.check((value) => value.trim() !== '' && value.length <= 200, 'some text of at most 200 characters'),
);
const name = v.pipe(v.string(), v.regex(namePattern, 'a name of a-z, 0-9 and _ that begins with a letter'));
const int32 = whole(-2_147_483_648, 2_147_483_647);

const common = {
  name,
  label: v.optional(label),
  required: v.optional(v.boolean()),
  fill: v.optional(v.union([v.string(), v.number(), v.boolean()])),
};
const range = (limit: number) => ({
  min: v.optional(between(-limit, limit)),
  max: v.optional(between(-limit, limit)),
});

const column = v.variant('type', [
  v.strictObject({ ...common, type: v.literal('text'), maxLength: whole(1, longestText) }),
  v.strictObject({ ...common, type: v.literal('memo'), maxLength: whole(1, longestMemo) }),
  v.strictObject({ ...common, type: v.literal('integer'), min: v.optional(int32), max: v.optional(int32) }),
  v.strictObject({
    ...common,
    type: v.literal('decimal'),
    ...range(decimalLimit),
    precision: v.optional(whole(0, 10)),
  }),
  v.strictObject({ ...common, type: v.literal('money'), ...range(moneyLimit), precision: v.optional(whole(0, 4)) }),
  v.strictObject({ ...common, type: v.literal('double'), ...range(doubleLimit) }),
  v.strictObject({ ...common, type: v.literal('datetime') }),
  v.strictObject({ ...common, type: v.literal('date') }),
  v.strictObject({
    ...common,
    type: v.literal('choice'),
    choices: v.pipe(v.array(v.strictObject({ value: int32, label })), v.minLength(1, 'at least one choice')),
  }),
  v.strictObject({
    ...common,
    type: v.literal('boolean'),
    trueLabel: v.optional(label),
    falseLabel: v.optional(label),
  }),
  v.strictObject({
    ...common,
    type: v.literal('lookup'),
    targets: v.pipe(v.array(name), v.minLength(1, 'at least one table')),
    onDelete: v.optional(v.picklist(['removeLink', 'restrict', 'cascade'])),
  }),
]);

const table = v.strictObject({
  name,
  setName: v.optional(name),
  schemaName: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z]\w{0,99}$/, 'a name of letters, digits and _'))),
  label: v.optional(label),
  pluralLabel: v.optional(label),
  key: v.optional(name),
  nameColumn: v.optional(name),
  ownership: v.optional(v.picklist(['user', 'organization'])),
  duplicateRules: v.optional(v.array(v.pipe(v.array(name), v.minLength(1, 'at least one column')))),
  columns: v.array(column),
});
const end = v.strictObject({ table: name, navigation: name });

export const definitionSchema = v.strictObject({
  $schema: v.optional(v.string()),
  tables: v.pipe(v.array(table), v.minLength(1, 'at least one table')),
  manyToMany: v.optional(v.array(v.strictObject({ name, first: end, second: end }))),
});
