import { readJsonObject } from '../odata/read-body.ts';
import { badRequest } from '../odata/service-error.ts';

/** What one device says of itself. */
export type DeviceReport = {
  /** Of its database: another one after the browser deleted it. */
  readonly storeId: string;
  /** Browser and system, such as "Chrome on Android". */
  readonly name: string;
  /** Changes saved there that have not been acknowledged. */
  readonly unsent: number;
};

const mostBodyBytes = 1024;
const longestName = 60;
export const mostUnsent = 1_000_000;

export function isStoreId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** `environment`: under which id the device knows this service. @throws Refused */
export async function readDeviceReport(request: Request): Promise<DeviceReport & { readonly environment: string }> {
  const body = await readJsonObject(request, mostBodyBytes);
  const fields = ['environment', 'storeId', 'name', 'unsent'] as const;
  const [environment, storeId, name, unsent] = fields.map((field) => body.get(field));
  if (typeof environment !== 'string' || !/^[\w-]{1,40}$/.test(environment)) {
    throw badRequest("A report needs 'environment', an id of at most 40 letters, digits and hyphens.");
  }
  if (typeof storeId !== 'string' || !isStoreId(storeId)) throw badRequest("A report needs 'storeId', a GUID.");
  if (typeof name !== 'string' || name.length > longestName || /\p{C}/u.test(name)) {
    throw badRequest(`A report needs 'name', at most ${longestName} characters.`);
  }
  if (typeof unsent !== 'number' || !Number.isInteger(unsent) || unsent < 0 || unsent > mostUnsent) {
    throw badRequest(`A report needs 'unsent', a whole number from 0 to ${mostUnsent}.`);
  }
  return { environment, storeId, name, unsent };
}
