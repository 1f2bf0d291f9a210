import { stableId } from '../identity/privileges.ts';

/** One service is one organisation. */
export const organizationId = stableId('organization');
