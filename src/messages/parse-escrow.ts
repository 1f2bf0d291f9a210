import * as v from 'valibot';
import type { ParkReason } from '../core/change.ts';
import { checksum } from '../core/checksum.ts';
import { type EscrowFile, escrowFormat, escrowVersion } from '../core/escrow-file.ts';
import type { EscrowProblem } from '../core/escrow-import.ts';
import type { Json } from '../core/row.ts';

const text = v.string();
const nullableText = v.nullable(text);
const names = v.array(text);
/** Names that are not known are kept. */
const values = v.record(v.string(), v.unknown());

/** Every reason that there is: the compiler asks for a new one here. */
const parkReasons: { readonly [why in ParkReason]: true } = {
  refused: true,
  'missing after restore': true,
  imported: true,
  'no change sets': true,
};

const state = v.variant('kind', [
  v.looseObject({ kind: v.literal('pending') }),
  v.looseObject({ kind: v.literal('sending'), fence: v.number(), isRepeat: v.boolean() }),
  v.looseObject({ kind: v.literal('maybe sent') }),
  v.looseObject({
    kind: v.literal('conflict'),
    theirs: v.nullable(v.looseObject({ etag: nullableText, values })),
    met: v.optional(v.looseObject({ at: v.number(), base: v.nullable(values) })),
  }),
  v.looseObject({ kind: v.literal('parked'), why: v.picklist(Object.keys(parkReasons)) }),
]);

const change = v.object({
  id: v.pipe(text, v.nonEmpty()),
  order: v.number(),
  kind: v.picklist(['create', 'update', 'delete']),
  table: text,
  key: text,
  values,
  oldValues: values,
  baseETag: nullableText,
  dependsOn: names,
  savedAt: v.number(),
  attempts: v.number(),
  state,
  lastAnswer: v.nullable(v.object({ status: v.number(), code: text, message: text, at: v.number() })),
  group: nullableText,
  merge: v.nullable(v.object({ theirs: names, mine: names, givenUp: names })),
  origin: v.picklist(['here', 'escrow file']),
});

/** The format's own shape, not that of the database: a file outlives the version of the app that wrote it. */
const file = v.object({
  format: v.literal(escrowFormat),
  version: v.literal(escrowVersion),
  about: text,
  environment: v.object({ id: text, name: text, url: text, dialect: text }),
  person: v.object({ id: text, name: text }),
  storeId: text,
  writtenAt: v.number(),
  tables: v.record(text, v.object({ label: text, pluralLabel: text, nameColumn: text, columns: v.record(text, text) })),
  changes: v.array(change),
});

const heading = v.looseObject({ format: v.literal(escrowFormat), version: v.unknown(), checksum: v.unknown() });

export type ParsedEscrow =
  | { readonly ok: true; readonly file: EscrowFile }
  | { readonly ok: false; readonly problem: EscrowProblem };

/** Reads an escrow file whole, or says why it cannot be used. */
export function parseEscrow(content: string): ParsedEscrow {
  const refuse = (problem: EscrowProblem): ParsedEscrow => ({ ok: false, problem });
  const read = readJson(content);
  if (read === undefined) return refuse({ kind: content.includes(escrowFormat) ? 'cut short' : 'not an escrow file' });
  const top = v.safeParse(heading, read);
  if (!top.success) return refuse({ kind: 'not an escrow file' });
  const { version, checksum: said, ...rest } = top.output;
  if (version !== escrowVersion) return refuse({ kind: 'other version', version: String(version) });
  // What JSON.parse brought is JSON.
  if (checksum({ ...rest, version } as { readonly [name: string]: Json }) !== said) return refuse({ kind: 'edited' });
  // Its sum is right, so that it was written so: by a version that says 1 and means something else.
  if (!v.is(file, read)) return refuse({ kind: 'other version', version: String(version) });
  const known: unknown = read;
  return { ok: true, file: known as EscrowFile };
}

/** Some mail programs and editors put a byte order mark before the text. */
function readJson(content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
