import { badRequest } from '../odata/service-error.ts';

const kinds = [
  'throttle',
  'unavailable',
  'drop-before',
  'drop-after-applying',
  'hold-before',
  'hold-after-applying',
  'html',
] as const;
export type FaultKind = (typeof kinds)[number];

export type Fault = {
  readonly id: string;
  readonly kind: FaultKind;
  /** `write` for every request but a read. */
  readonly method: string | null;
  readonly pathIncludes: string | null;
  readonly retryAfterSeconds: number | null;
};
type Armed = { readonly fault: Fault; skip: number; left: number };

export type Faults = {
  readonly add: (body: ReadonlyMap<string, unknown>) => Fault;
  /** Disarms every fault, or the one of that id, and lets go what it holds. */
  readonly clear: (id?: string) => void;
  /** The first armed fault for this request, if any; counts it. */
  readonly take: (method: string, path: string) => Fault | null;
  /** Resolves when this fault is cleared. */
  readonly released: (fault: Fault) => Promise<void>;
};

function readCount(body: ReadonlyMap<string, unknown>, name: string): number | null {
  const value = body.get(name);
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw badRequest(`'${name}' must be a whole number, 0 or more.`);
  }
  return value;
}

function readText(body: ReadonlyMap<string, unknown>, name: string): string | null {
  const value = body.get(name);
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw badRequest(`'${name}' must be text.`);
  return value;
}

function isOfMethod(fault: Fault, method: string): boolean {
  return fault.method === 'write' ? method !== 'GET' : fault.method === null || fault.method === method;
}

export function createFaults(): Faults {
  let armed: Armed[] = [];
  let lastId = 0;
  let held: { readonly id: string; readonly release: () => void }[] = [];
  return {
    add(body) {
      const kind = kinds.find((candidate) => candidate === body.get('kind'));
      if (kind === undefined) throw badRequest(`'kind' must be one of ${kinds.join(', ')}.`);
      lastId += 1;
      const fault: Fault = {
        id: String(lastId),
        kind,
        method: readText(body, 'method'),
        pathIncludes: readText(body, 'pathIncludes'),
        retryAfterSeconds: readCount(body, 'retryAfterSeconds'),
      };
      // Without a count it stays until it is cleared.
      const left = readCount(body, 'count') ?? Number.POSITIVE_INFINITY;
      armed.push({ fault, skip: readCount(body, 'skip') ?? 0, left });
      return fault;
    },
    clear(id) {
      const isKept = (other: string): boolean => id !== undefined && other !== id;
      armed = armed.filter(({ fault }) => isKept(fault.id));
      const releases = held.filter((one) => !isKept(one.id));
      held = held.filter((one) => isKept(one.id));
      for (const { release } of releases) release();
    },
    take(method, path) {
      for (const entry of armed) {
        const { fault } = entry;
        if (!isOfMethod(fault, method)) continue;
        if (fault.pathIncludes !== null && !path.includes(fault.pathIncludes)) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        if (entry.left <= 0) continue;
        entry.left -= 1;
        return fault;
      }
      return null;
    },
    released: ({ id }) => new Promise((resolve) => void held.push({ id, release: resolve })),
  };
}
