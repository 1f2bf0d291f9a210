import { StoreFailure } from '../store.ts';

/** The WebKit family "connection to the database server lost", and everything that means that this handle is dead. */
const lostNames = new Set([
  'DatabaseClosedError',
  'DatabaseClosed',
  'InvalidStateError',
  'UnknownError',
  'AbortError',
  'TransactionInactiveError',
  'TransactionInactive',
  'PrematureCommitError',
  'OpenFailedError',
]);
const brokenNames = new Set([
  'NotFoundError',
  'ConstraintError',
  'DataError',
  'DataCloneError',
  'ReadOnlyError',
  'SchemaError',
  'UpgradeError',
  'BulkError',
  'NotReadableError',
  'MissingAPIError',
]);

/** Says in our words why the database failed. What is not the database's passes through: it is ours. */
export function toStoreFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreFailure) return error;
  // Dexie wraps: a full disk arrives as an AbortError, or an OpenFailedError, with the reason inside.
  const names = [...chain(error)].map(({ name }) => name);
  const own = [...chain(error)].find((inner) => inner instanceof StoreFailure);
  if (own) return own;
  const failure = (kind: StoreFailure['kind']) => new StoreFailure(kind, error.message, { cause: error });
  if (names.includes('QuotaExceededError')) return failure('quota exceeded');
  if (names.includes('VersionError')) return failure('newer version');
  if (names.some((name) => brokenNames.has(name))) return failure('broken');
  if (lostNames.has(error.name)) return failure('connection lost');
  return error;
}

function* chain(error: Error): Generator<Error> {
  let current: unknown = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    yield current;
    const { inner, cause }: { readonly inner?: unknown; readonly cause?: unknown } = current;
    current = inner ?? cause;
  }
}
