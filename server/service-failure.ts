import { DatabaseUnavailable, sqlState } from './database/database.ts';
import { badRequest, duplicateKey, Refused, type ServiceError, serviceUnavailable } from './odata/service-error.ts';

function toRefused(error: unknown): Refused | null {
  if (error instanceof Refused) return error;
  if (error instanceof DatabaseUnavailable) return serviceUnavailable();
  const state = sqlState(error);
  if (state === '23505') return duplicateKey();
  // What the checks before the database let through but its types do not: still the caller's input.
  if (state?.startsWith('22') || state === '23503') return badRequest('A value in the request is out of range.');
  return null;
}

const unexpected: ServiceError = {
  status: 500,
  code: '0x80040216',
  message: 'An unexpected error occurred in the service.',
};

/** What the caller is told of something thrown. What the caller cannot help is reported. */
export function toServiceError(error: unknown, reportError: (error: unknown) => void): ServiceError {
  const refused = toRefused(error);
  if (refused === null || error instanceof DatabaseUnavailable) reportError(error);
  return refused?.error ?? unexpected;
}
