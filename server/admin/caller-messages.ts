/**
 * What service and `landfall` say to each other over the local socket, one JSON line each. The caller begins with
 * `start`; then the service speaks, and the caller answers each `call`, one at a time, with one `reply`. `end` is last.
 * Both sides are of one build: the version only tells an old service from a new command.
 */
export const protocolVersion = 1;

type Start = { readonly kind: 'start'; readonly version: number; readonly argv: readonly string[] };

export type Call =
  | { readonly do: 'ask'; readonly prompt: string }
  /** Opens for reading; `path` null is stdin. The reply is the number of the stream. */
  | { readonly do: 'open'; readonly path: string | null }
  /** The next chunk, base64; null at the end. */
  | { readonly do: 'pull'; readonly stream: number }
  /** No more is wanted of it. */
  | { readonly do: 'drop'; readonly stream: number }
  /** A new file; the reply is its number. */
  | { readonly do: 'create'; readonly path: string }
  | { readonly do: 'push'; readonly file: number; readonly chunk: string }
  | { readonly do: 'finish' | 'discard'; readonly file: number };

type FromService =
  | { readonly kind: 'print' | 'note'; readonly line: string }
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'end'; readonly code: number };

export type Reply =
  | { readonly kind: 'reply'; readonly value: string | number | null }
  | { readonly kind: 'failed'; readonly message: string };

/** The lines of both sides are trusted in form: the socket is private, and the other side is this very program. */
export function isStart(value: unknown): value is Start {
  if (typeof value !== 'object' || value === null || !('argv' in value) || !('version' in value)) return false;
  return Array.isArray(value.argv) && value.argv.every((word) => typeof word === 'string');
}

export function isReply(value: unknown): value is Reply {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && ['reply', 'failed'].includes(`${value.kind}`)
  );
}

export function isFromService(value: unknown): value is FromService {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return ['print', 'note', 'call', 'end'].includes(`${value.kind}`);
}
