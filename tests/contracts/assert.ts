/** The few assertions of the contract suites: no test runner and no Node, so that any page can run them. */
export class ContractBroken extends Error {
  constructor(what: string, actual: unknown, expected: unknown) {
    super(`${what}: got ${text(actual)}, expected ${text(expected)}`);
    this.name = 'ContractBroken';
  }
}

/** Deep equality of plain data. A name that is undefined counts as absent. */
export function equal(actual: unknown, expected: unknown, what: string): void {
  if (text(sorted(actual)) !== text(sorted(expected))) throw new ContractBroken(what, actual, expected);
}

export function ok(value: unknown, what: string): asserts value {
  if (!value) throw new ContractBroken(what, value, true);
}

/** Checks that a promise rejects, and with which name. */
export async function rejects(promise: Promise<unknown>, name: string, what: string): Promise<void> {
  let outcome = 'it resolved';
  try {
    await promise;
  } catch (error) {
    outcome = error instanceof Error ? error.name : String(error);
  }
  equal(outcome, name, what);
}

function text(value: unknown): string {
  return value === undefined ? 'undefined' : JSON.stringify(value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value instanceof Set) return sorted([...value]);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, sorted(inner)]));
}
