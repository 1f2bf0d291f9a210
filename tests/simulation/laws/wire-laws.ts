import type { Change } from '../../../src/core/change.ts';
import { addressText, type Values } from '../../../src/core/row.ts';
import type { Context } from '../context.ts';
import type { Device } from '../device.ts';
import type { Tap } from '../network.ts';
import type { ModelAnswer, ModelRequest } from '../service/answer.ts';
import type { ModelService } from '../service/model-service.ts';
import { stampColumn } from '../service/query.ts';
import { type Effect, rowOf } from '../service/writes.ts';
import type { World } from '../world.ts';
import type { Ledger, Mark } from './ledger.ts';
import { nameOf } from './outbox-laws.ts';

export interface WireParts {
  readonly world: World;
  readonly service: ModelService;
  readonly device: Device;
  readonly context: Context;
  readonly ledger: Ledger;
}

/** Laws 3, 8, 9, 11 and 14, as far as the wire shows them. */
export function wireLaws(parts: WireParts): Tap {
  const sentChanges = new WeakMap<ModelRequest, Map<string, Change>>();
  return {
    sent(request) {
      checkPerson(parts, request);
      checkSilence(parts, request);
      if (request.method === 'GET') return;
      const changes = new Map<string, Change>();
      const writes = parts.service.partsOf(request);
      if (writes.length > 1) parts.world.count('batches');
      for (const write of writes) {
        const change = checkWrite(parts, write);
        if (change !== null) changes.set(addressText(change), change);
      }
      sentChanges.set(request, changes);
    },
    applied(request, effect) {
      const change = sentChanges.get(request)?.get(`${effect.table}/${effect.key}`);
      if (change !== undefined) checkEffect(parts, change, effect);
    },
    heard: (_request, answer) => hear(parts, answer),
  };
}

function checkPerson({ world, service, ledger }: WireParts, request: ModelRequest): void {
  const person = service.personOf(request);
  if (person !== null && person !== ledger.person)
    world.violate(14, `${ledger.name} asks with the token of person ${person}`);
}

function checkSilence({ world, context, ledger }: WireParts, request: ModelRequest): void {
  const { silence } = ledger;
  if (silence === null || world.now >= silence.untilTrue) return;
  if (silence.keptAt === null && silence.heardBy !== context) return;
  const leftS = Math.round((silence.untilTrue - world.now) / 1000);
  world.violate(
    11,
    `${ledger.name}: ${context.name} asks for ${request.path.slice(0, 60)} with ${leftS} s of silence left`,
  );
}

function hear({ world, context, ledger }: WireParts, answer: ModelAnswer): void {
  const seconds = Number(answer.headers['retry-after'] ?? 0);
  // Whoever has lost the right meanwhile can tell the others nothing.
  if (seconds === 0 || ledger.fences.get(context) !== ledger.disk.lease.get('only')?.fence) return;
  world.count('asked for silence');
  ledger.silence = { untilTrue: world.now + seconds * 1000, heardBy: context, keptAt: null };
}

function checkWrite({ world, context, ledger }: WireParts, request: ModelRequest): Change | null {
  const target = rowOf(request.path);
  if (target === null) {
    world.violate(9, `${context.name} writes to ${request.path}`);
    return null;
  }
  const mark = ledger.marks.get(context)?.get(`${target.table.name}/${target.key}`);
  if (mark === undefined) {
    world.violate(
      9,
      `${context.name} sends ${request.method} ${request.path.slice(0, 60)}, which it did not mark as sending`,
    );
    return null;
  }
  const { change } = mark;
  const known = ledger.changes.get(change.id);
  if (known !== undefined) known.isEverSent = true;
  const mustBe = request.headers['if-match'];
  const isGuarded = request.headers['if-none-match'] === '*' || (mustBe !== undefined && mustBe !== '*');
  if (!isGuarded) world.violate(8, `${context.name} sends ${nameOf(change)} without a precondition`);
  // Whoever has lost the right may still send what it was about to: only the precondition stops that.
  if (ledger.fences.get(context) === ledger.disk.lease.get('only')?.fence) checkOrder(world, ledger, mark, request);
  return change;
}

function checkOrder(world: World, ledger: Ledger, { change, step }: Mark, request: ModelRequest): void {
  for (const other of ledger.disk.outbox.values()) {
    const isSameRow = other.table === change.table && other.key === change.key;
    if (isSameRow && other.order < change.order) world.violate(3, `${nameOf(change)} goes before ${nameOf(other)}`);
    // Made anew only after this one was on its way: the service will say so.
    const isEarlierCreate = other.kind === 'create' && (ledger.changes.get(other.id)?.createSince ?? 0) < step;
    const isCreateOfTarget = isEarlierCreate && !isSameRow && request.body.includes(`(${other.key})`);
    if (isCreateOfTarget) world.violate(3, `${nameOf(change)} goes before ${nameOf(other)}, to which it points`);
  }
}

function checkEffect({ world, service, ledger }: WireParts, change: Change, effect: Effect): void {
  const known = ledger.changes.get(change.id);
  if (known === undefined) return;
  world.count(`applied: ${effect.kind}`);
  world.note(
    `${ledger.name}: ${change.id.slice(0, 8)} was applied: ${JSON.stringify(effect.before)} → ${JSON.stringify(effect.after)}`,
  );
  checkOnce(world, service, ledger, { change, effect });
  known.effects.push(effect);
  const row = `${effect.table}/${effect.key}`;
  const last = ledger.appliedOrder.get(row) ?? -1;
  if (change.order < last) {
    // Two requests for the same create, one of them late, and a deletion in between: nothing can tell the service.
    if (effect.kind === 'create') world.count('a late create brought back a deleted row');
    else world.violate(3, `${nameOf(change)} was applied after a later change of its row`);
  }
  ledger.appliedOrder.set(row, Math.max(last, change.order));
  if (effect.before !== null) checkOverwritten(world, ledger, change, effect);
  // What they wrote themselves they know.
  const own = Object.entries(effect.after?.values ?? {}).filter(
    ([column]) => effect.kind === 'create' || Object.hasOwn(change.values, column),
  );
  ledger.show(change, Object.fromEntries(own) as Values);
}

function checkOnce(
  world: World,
  service: ModelService,
  ledger: Ledger,
  { change, effect }: { change: Change; effect: Effect },
): void {
  const known = ledger.changes.get(change.id);
  const before = known?.effects.at(-1);
  if (known === undefined || before === undefined) return;
  const isSaidAgain = Object.entries(change.values).every(
    ([column, value]) => JSON.stringify(effect.before?.values[column] ?? null) === JSON.stringify(value ?? null),
  );
  const isDecided = known.decidedAtTicks.some((tick) => tick >= before.tick);
  const isRestored = service.rows.restores.some((tick) => tick >= before.tick);
  // Theirs came over it, and the person has said once for all that theirs is to be overwritten.
  if (isDecided || isRestored || ledger.hadPolicy(change.table, 'mine')) return;
  const isUndisturbed = effect.before?.etag === before.after?.etag;
  if (effect.kind === 'create') world.count('a create went twice around a deletion');
  // Others wrote what had been there before us: that looks as if we had never been there, and nothing can tell.
  else if (!isUndisturbed) world.count('applied again over what others wrote in between');
  else if (effect.kind === 'update' && isSaidAgain) world.count('said again to no effect');
  else world.violate(9, `${ledger.name}: ${nameOf(change)} was applied twice`);
}

/** Law 8: what an update or delete took away, the person had been shown. */
function checkOverwritten(world: World, ledger: Ledger, change: Change, effect: Effect): void {
  if (ledger.hadPolicy(change.table, 'mine')) return;
  const columns =
    effect.kind === 'delete'
      ? Object.keys(effect.before?.values ?? {}).filter((name) => name !== stampColumn)
      : Object.keys(change.values);
  for (const column of columns) {
    const taken = JSON.stringify(effect.before?.values[column] ?? null);
    if (taken === JSON.stringify(change.values[column] ?? null)) continue;
    if (ledger.wasShown(change, column, effect.before?.values[column])) continue;
    world.violate(
      8,
      `${ledger.name}: ${nameOf(change)} took ${column} = ${taken} away, which the person was never shown`,
    );
  }
}
