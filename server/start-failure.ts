/** The service cannot start, for a reason the person can act on: printed as one line. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}
