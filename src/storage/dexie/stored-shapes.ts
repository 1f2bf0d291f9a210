import * as v from 'valibot';

/** What records must look like to be used. Only checked, never stripped: what a record holds besides is kept. */
const json = v.record(v.string(), v.unknown());
const text = v.string();
const number = v.number();
const nullableText = v.nullable(text);

const changeKind = v.picklist(['create', 'update', 'delete']);

const changeState = v.variant('kind', [
  v.object({ kind: v.literal('pending') }),
  v.object({ kind: v.literal('sending'), fence: number, isRepeat: v.boolean() }),
  v.object({ kind: v.literal('maybe sent') }),
  v.object({
    kind: v.literal('conflict'),
    theirs: v.nullable(v.object({ etag: nullableText, values: json })),
    met: v.optional(v.object({ at: number, base: v.nullable(json) })),
  }),
  v.object({
    kind: v.literal('parked'),
    why: v.picklist(['refused', 'missing after restore', 'imported', 'no change sets']),
  }),
]);

const origin = v.picklist(['here', 'escrow file']);
const names = v.array(text);
const mergeNote = v.nullable(v.object({ theirs: names, mine: names, givenUp: names }));

export const changeShape = v.object({
  id: text,
  order: number,
  kind: changeKind,
  table: text,
  key: text,
  values: json,
  oldValues: json,
  baseETag: nullableText,
  dependsOn: v.array(text),
  savedAt: number,
  attempts: number,
  state: changeState,
  lastAnswer: v.nullable(v.object({ status: number, code: text, message: text, at: number })),
  group: nullableText,
  merge: mergeNote,
  origin,
});

const strategy = v.picklist(['delta link', 'watermark', 'full read']);
const clocks = { serviceAt: v.nullable(number), deviceAt: number };
const reach = v.object({ highest: v.nullable(number), ...clocks });

export const checkpointShape = v.object({
  table: text,
  storeId: text,
  epoch: nullableText,
  scope: nullableText,
  best: strategy,
  quietPulls: number,
  position: v.variant('kind', [
    v.object({
      kind: v.literal('reading'),
      strategy,
      next: nullableText,
      beganAt: number,
      startedAt: number,
      rowsRead: number,
      bytesRead: number,
      rowsExpected: v.nullable(number),
      isInitial: v.boolean(),
      upToDateAt: v.nullable(number),
      isRewriting: v.boolean(),
      reach: v.nullable(reach),
    }),
    v.object({ kind: v.literal('following'), link: text, upToDateAt: number }),
    v.object({
      kind: v.literal('watching'),
      watermark: v.object({ changedUpTo: v.nullable(number), ...clocks }),
      seen: v.array(v.object({ key: text, etag: nullableText, at: number })),
      round: v.nullable(v.object({ next: text, startedAt: number, reach })),
      reconcile: v.nullable(
        v.variant('kind', [
          v.object({ kind: v.literal('listing'), next: nullableText, beganAt: number }),
          v.object({ kind: v.literal('asking'), keys: v.array(text) }),
        ]),
      ),
      reconcileDueAt: number,
      upToDateAt: number,
    }),
    v.object({ kind: v.literal('complete'), upToDateAt: number }),
  ]),
});

export const definitionsKnownShape = v.object({ version: nullableText, profile: text, checkedAt: number });

export const readKeysShape = v.object({ table: text, keys: v.array(text) });

export const logEntryShape = v.object({
  number,
  changed: v.object({
    rows: v.record(text, v.union([v.literal('all'), v.array(text)])),
    haveTablesChanged: v.boolean(),
  }),
});

export const leaseShape = v.object({
  fence: number,
  host: v.picklist(['data worker', 'service worker']),
  wakeId: number,
  heartbeatAt: number,
  isReleased: v.boolean(),
  isHandedOver: v.boolean(),
  silentUntil: v.nullable(v.number()),
});

export const deliveryShape = v.object({
  id: text,
  table: text,
  key: text,
  kind: changeKind,
  values: json,
  oldValues: json,
  origin,
  merge: mergeNote,
  end: v.picklist(['applied', 'given up']),
  epoch: nullableText,
  isMissing: v.boolean(),
  baseETag: nullableText,
  etag: nullableText,
  ackedAtCommit: number,
  savedAt: number,
  sentAt: number,
  appliedAt: number,
  seenBackAt: v.nullable(number),
});

export const wakeShape = v.object({
  id: number,
  trigger: text,
  host: text,
  fence: number,
  isLastChance: v.boolean(),
  startedAt: number,
  heartbeatAt: number,
  endedAt: v.nullable(number),
  end: nullableText,
  changesSent: number,
  rowsReceived: number,
  problem: nullableText,
  browserMajor: v.nullable(number),
  install: text,
});

export const draftShape = v.object({
  table: text,
  key: text,
  isNew: v.boolean(),
  baseETag: nullableText,
  base: v.nullable(json),
  values: json,
  savedAt: number,
});
export const sessionShape = v.object({ token: text, expiresAt: number });
export const settingsShape = v.object({
  table: text,
  conflicts: v.picklist(['ask', 'mine', 'theirs']),
  intervalMs: v.nullable(number),
});
export const noticeShape = v.variant('kind', [
  v.object({ kind: v.literal('evicted'), id: text, at: number, unsent: v.nullable(number), lastReportAt: number }),
  v.object({ kind: v.literal('service restored'), id: text, at: number, missing: number, missingSince: number }),
]);
export const checkShape = v.object({
  table: text,
  at: number,
  rowsCompared: number,
  missing: names,
  excess: names,
  different: names,
  names: v.record(text, text),
  problem: nullableText,
  isRepaired: v.boolean(),
});
export const identityShape = v.object({ storeId: text });
