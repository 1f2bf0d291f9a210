/** What the service answers instead of a result. The codes are Dataverse's (docs/facts/dataverse.md §2.8). */
export type ServiceError = {
  readonly status: 400 | 401 | 403 | 404 | 405 | 408 | 410 | 412 | 413 | 415 | 429 | 500 | 503;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly error: ServiceError;

  constructor(error: ServiceError) {
    super(error.message);
    this.error = error;
  }
}

export const badRequest = (message: string): Refused => new Refused({ status: 400, code: '0x80060888', message });

/** A value that does not fit its column (the code for anything but too long a text is inferred). */
export const badValue = (message: string): Refused => new Refused({ status: 400, code: '0x80048d19', message });

export const tooLong = (message: string): Refused => new Refused({ status: 400, code: '0x80044331', message });

export const rowNotFound = (table: string, id: string): Refused =>
  new Refused({ status: 404, code: '0x80040217', message: `Entity '${table}' With Id = ${id} Does Not Exist` });

/** The code is inferred: no page that was read names one. */
export const pathNotFound = (path: string): Refused =>
  new Refused({
    status: 404,
    code: '0x8006088a',
    message: `Resource not found for the segment '${path.slice(0, 200)}'.`,
  });

/** The code is inferred. */
export const methodNotAllowed = (method: string, allowed: string): Refused =>
  new Refused({
    status: 405,
    code: '0x80060001',
    message: `The method ${method} is not allowed here; allowed: ${allowed}.`,
    headers: { allow: allowed },
  });

export const versionMismatch = (): Refused =>
  new Refused({
    status: 412,
    code: '0x80060882',
    message: "The version of the existing record doesn't match the RowVersion property provided.",
  });

/** Documented for `If-None-Match: *` (docs/facts/dataverse.md §2.5); that a POST with a key that is taken is answered alike, inferred. */
export const duplicateKey = (): Refused =>
  new Refused({ status: 412, code: '0x80040237', message: 'A record with matching key values already exists.' });

/** 412, where the table of statuses has it; Microsoft's sample shows 500, which no client should take for a bad request. */
export const duplicateRow = (): Refused =>
  new Refused({
    status: 412,
    code: '0x80040333',
    message: 'A record was not created or updated because a duplicate of the current record already exists.',
  });

export const associationForbidsDeletion = (): Refused =>
  new Refused({
    status: 405,
    code: '0x80040227',
    message:
      'The object you tried to delete is associated with another object and cannot be deleted. ' +
      'Delete what points to it first, or let it point to something else.',
  });

export const privilegeMissing = (privilege: string, personId: string, required: string): Refused =>
  new Refused({
    status: 403,
    code: '0x80040220',
    message:
      `SecLib::CheckPrivilege failed. User: ${personId}, PrivilegeName: ${privilege}, ` +
      `Required Depth: ${required}, Caller is missing the privilege at that depth.`,
  });

/** Inferred: Dataverse has privileges for these writes, and here nobody can be given them. */
export const systemTableRefused = (plural: string): Refused =>
  new Refused({
    status: 403,
    code: '0x80040220',
    message: `${plural} cannot be changed here: whoever runs the service does it with the "landfall" command.`,
  });

/** The code is Dataverse's by public code; the status is inferred, no page names one (docs/facts/dataverse.md §2.3). */
export const deltaExpired = (): Refused =>
  new Refused({
    status: 410,
    code: '0x80044352',
    message: 'Version stamp associated with the client has expired. Please perform a full sync.',
  });

/** Code and status inferred. A write may have been applied all the same: its answer was what got lost. */
export const serviceUnavailable = (): Refused =>
  new Refused({
    status: 503,
    code: '0x80040200',
    message: 'The service cannot reach its data right now. Try again later.',
    headers: { 'retry-after': '5' },
  });

/** Inferred: Dataverse leaves signing in to Entra and its 401 has no body of this kind. */
export const signInNeeded = (code: string, message: string): Refused =>
  new Refused({
    status: 401,
    code,
    message,
    headers: { 'www-authenticate': 'Bearer realm="Landfall", error="invalid_token"' },
  });

export function errorBody(error: ServiceError): { error: { code: string; message: string } } {
  return { error: { code: error.code, message: error.message } };
}
