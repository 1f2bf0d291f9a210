import * as v from 'valibot';

const kindOnly = (kind: 'date' | 'date and time' | 'key') => v.object({ kind: v.literal(kind) });
const range = { min: v.number(), max: v.number() };

const keyKind = v.picklist(['guid', 'text', 'integer']);

const columnType = v.variant('kind', [
  v.object({ kind: v.literal('text'), maxLength: v.number() }),
  v.object({ kind: v.literal('long text'), maxLength: v.number() }),
  v.object({ kind: v.literal('integer'), ...range }),
  v.object({ kind: v.literal('decimal'), ...range, precision: v.number() }),
  v.object({ kind: v.literal('money'), ...range, precision: v.number() }),
  v.object({ kind: v.literal('yes/no'), yes: v.string(), no: v.string() }),
  kindOnly('date'),
  kindOnly('date and time'),
  v.object({
    kind: v.literal('choice'),
    options: v.array(v.object({ value: v.union([v.number(), v.string()]), label: v.string() })),
  }),
  v.object({
    kind: v.literal('lookup'),
    targets: v.array(v.string()),
    navigation: v.string(),
    valueKind: v.exactOptional(keyKind),
  }),
  kindOnly('key'),
  v.object({ kind: v.literal('other'), wireType: v.string() }),
]);

export const definitionShape = v.object({
  name: v.string(),
  setName: v.string(),
  label: v.string(),
  pluralLabel: v.string(),
  keyColumn: v.string(),
  keyKind: v.exactOptional(keyKind),
  nameColumn: v.string(),
  columns: v.array(
    v.object({
      name: v.string(),
      label: v.string(),
      type: columnType,
      isRequired: v.boolean(),
      isReadOnly: v.boolean(),
    }),
  ),
  privileges: v.object({ canCreate: v.boolean(), canUpdate: v.boolean(), canDelete: v.boolean() }),
  noCreate: v.exactOptional(v.picklist(['keys are made by the service', 'cannot be filled in', 'not allowed'])),
  mayTrackChanges: v.boolean(),
  modifiedColumn: v.nullable(v.string()),
  rowFilter: v.nullable(v.string()),
  intervalMs: v.nullable(v.number()),
});

export const leftOutShape = v.object({
  name: v.string(),
  label: v.string(),
  why: v.picklist([
    'no key',
    'several key columns',
    'kind of key',
    'not readable',
    'defined elsewhere',
    'not in the service',
  ]),
});
