import type { Queryable } from '../../database/database.ts';
import { parseChangeBody, requireSameKey } from '../change-body.ts';
import type { Answer, DataContext, DataRequest } from '../data-request.ts';
import { isAny } from '../etag.ts';
import { badRequest, duplicateKey, rowNotFound } from '../service-error.ts';
import { answerWrite, updatedRepresentation, type Written } from './answer-write.ts';
import { createWithin, type NewRow } from './create-row.ts';
import { comparedColumns } from './duplicates.ts';
import { lockRow } from './lock-row.ts';
import { ownershipOf, requirePrivilege } from './row-access.ts';
import { updateWithin } from './update-row.ts';

const mostTries = 5;

async function upsertOnce(tx: Queryable, request: DataRequest, made: NewRow): Promise<Written | null> {
  const { person, table } = request;
  const { id, change } = made;
  const found = await lockRow(tx, { person, table, id, purpose: 'update', columns: comparedColumns(request) });
  if (found.kind !== 'visible') {
    if (request.ifMatch !== null) throw rowNotFound(table.name, id);
    // One out of sight is refused for whatever an absent one would be: only who may make the row learns that its key
    // is taken.
    const created = await createWithin(tx, request, made);
    if (created !== null || found.kind === 'absent') return created;
    throw isAny(request.ifNoneMatch) ? duplicateKey() : rowNotFound(table.name, id);
  }
  if (isAny(request.ifNoneMatch)) {
    requirePrivilege(person, ['Create', table], ownershipOf(person));
    throw duplicateKey();
  }
  return updateWithin(tx, request, { id, change, found });
}

/** Update, or create under the caller's key: the preconditions say which of the two is meant. */
export async function upsertRow(
  context: DataContext,
  request: DataRequest,
  id: string,
  body: ReadonlyMap<string, unknown>,
): Promise<Answer> {
  const shape = updatedRepresentation(request);
  if (isAny(request.ifNoneMatch) && request.ifMatch !== null) {
    throw badRequest('If-Match and If-None-Match: * exclude each other.');
  }
  const { table, root } = request;
  const change = parseChangeBody({ tables: context.tables, table, root, body });
  requireSameKey(table, change, id);
  const written = await context.database.tx(async (tx) => {
    for (let tries = 1; tries <= mostTries; tries++) {
      const done = await upsertOnce(tx, request, { id, change });
      if (done !== null) return done;
      // Somebody made the row between looking and making: now it is there to be looked at.
    }
    throw duplicateKey();
  });
  return answerWrite({ context, request }, shape, written);
}
