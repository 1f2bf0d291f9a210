import type { Locks } from '../../platform.ts';

/**
 * Where there are no Web Locks (a page that is not a secure context, an old browser): nothing is ever held, and it is
 * the lease in the database alone that keeps two tabs apart.
 */
export const leaseOnlyLocks: Locks = {
  keepsOthersOut: false,
  async request(_name, options, hold) {
    options.signal?.throwIfAborted();
    return await hold(new AbortController().signal);
  },
};
