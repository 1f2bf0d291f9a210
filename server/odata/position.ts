import { createHash } from 'node:crypto';
import type { DataContext, DataRequest } from './data-request.ts';
import { questionOf } from './query-options.ts';
import { type DeltaPosition, type NextPosition, parseSealed, type Sealed } from './sealed-position.ts';
import { badRequest, deltaExpired } from './service-error.ts';

function questionHash(request: DataRequest): string {
  // Links given out by earlier versions name the table.
  const question = `${request.collection?.path ?? request.table.name}?${questionOf(request.search)}`;
  return createHash('sha256').update(question).digest('base64url').slice(0, 16);
}

function linkWith(request: DataRequest, name: '$skiptoken' | '$deltatoken', sealed: string): string {
  const search = new URLSearchParams(request.search);
  search.delete('$skiptoken');
  search.delete('$deltatoken');
  search.set(name, sealed);
  return `${request.root}/${request.collection?.path ?? request.table.setName}?${search.toString().replaceAll('%24', '$')}`;
}

function close<P>(context: DataContext, request: DataRequest, purpose: 'next' | 'delta', position: P): string {
  const content: Sealed<P> = {
    // As of the beginning of the request: a restore in the middle of it must not be passed over.
    epoch: request.security.epoch,
    question: questionHash(request),
    issuedMs: context.now(),
    position,
  };
  return context.seal.close(purpose, content);
}

export function nextLink(context: DataContext, request: DataRequest, position: NextPosition): string {
  return linkWith(request, '$skiptoken', close(context, request, 'next', position));
}

export function deltaLink(context: DataContext, request: DataRequest, snapshot: string): string {
  const position: DeltaPosition = { kind: 'since', snapshot };
  return linkWith(request, '$deltatoken', close(context, request, 'delta', position));
}

function unseal(context: DataContext, purpose: 'next' | 'delta', sealed: string): unknown {
  if (!/^[\w-]+\.[\w-]+$/.test(sealed)) throw badRequest('The continuation token is not one of this service.');
  return context.seal.open(purpose, sealed);
}

/**
 * A sealed link that does not open was given out before the data folder was replaced (a new key comes with a new
 * epoch): the device's position is void, and 410 makes it read everything anew. What is no sealed link at all is a 400.
 */
function open<P extends NextPosition | DeltaPosition>(
  context: DataContext,
  request: DataRequest,
  content: Sealed<P> | null,
): P {
  if (content === null || content.epoch !== request.security.epoch) throw deltaExpired();
  if (content.question !== questionHash(request)) {
    throw badRequest('The continuation token belongs to other query options: follow links unchanged.');
  }
  const ageMs = context.now() - content.issuedMs;
  if (content.position.kind !== 'plain' && ageMs >= context.limits.deltaExpirySeconds * 1000) throw deltaExpired();
  return content.position;
}

export function openNextLink(context: DataContext, request: DataRequest, sealed: string): NextPosition {
  return open(context, request, parseSealed('next', unseal(context, 'next', sealed)));
}

export function openDeltaLink(context: DataContext, request: DataRequest, sealed: string): DeltaPosition {
  return open(context, request, parseSealed('delta', unseal(context, 'delta', sealed)));
}
