import { type Random, randomFrom } from '../../../server/demo/random.ts';
import type { DataClient, Row } from './data-client.ts';

export const writers = 8;
const rowsPerWriter = 3;

/** What a row holds, in one word: the number that its last write put into every column, or that it is not there. */
type Content = string;
const absent: Content = 'absent';

type Writer = { readonly random: Random; readonly keys: readonly string[]; written: number };

/** Writers that keep account of what the service owes them. */
export interface Load {
  /** One write, by one of the writers. It is `acknowledged`, refused with 503 and Retry-After, or no answer came. */
  readonly write: (writer: number, url: string) => Promise<'acknowledged' | 'unavailable' | 'lost'>;
  readonly acknowledged: () => number;
  /** Rows that hold what they cannot: an acknowledged write is missing, or a row is half written. Settles the rest. */
  readonly wrong: (table: readonly Row[]) => readonly string[];
}

const columnsOf = (value: number): Row => ({
  name: `row ${value}`,
  // Longer than a block of the database's file has room for twice.
  description: `text ${value} `.repeat(100).slice(0, 900),
  numberofemployees: value,
});

function contentOf(row: Row | undefined): Content {
  if (row === undefined) return absent;
  const value = Number(row.numberofemployees);
  const isWhole = Object.entries(columnsOf(value)).every(([name, cell]) => row[name] === cell);
  return isWhole ? String(value) : `half written: ${JSON.stringify(row).slice(0, 200)}`;
}

export function createLoad(client: DataClient, seed: string): Load {
  const all: Writer[] = Array.from({ length: writers }, (_, at) => {
    const random = randomFrom(`${seed} writer ${at}`);
    return { random, keys: Array.from({ length: rowsPerWriter }, () => random.uuid()), written: 0 };
  });
  /** Row key → what it may hold: the last acknowledged write, and what was sent since and not acknowledged. */
  const possible = new Map<string, Set<Content>>();
  for (const { keys } of all) for (const key of keys) possible.set(key, new Set([absent]));
  let acknowledged = 0;

  const request = (writer: number): { readonly key: string; readonly body: Row | null; readonly content: Content } => {
    const own = all[writer];
    if (own === undefined) throw new Error(`no writer ${writer}`);
    const key = own.random.pick(own.keys);
    if (own.random.chance(0.2)) return { key, body: null, content: absent };
    own.written += 1;
    const value = own.written * writers + writer;
    return { key, body: columnsOf(value), content: String(value) };
  };

  return {
    async write(writer, url) {
      const { key, body, content } = request(writer);
      const contents = possible.get(key) ?? new Set();
      contents.add(content);
      const path = `accounts(${key})`;
      const sending = body === null ? client.send(url, 'DELETE', path) : client.send(url, 'PATCH', path, { body });
      const reply = await sending.catch(() => null);
      if (reply === null) return 'lost';
      if (reply.status === 503 && reply.headers.has('retry-after')) return 'unavailable';
      // A row that was not there is as gone as one that was deleted.
      if (reply.status !== 204 && !(reply.status === 404 && body === null)) {
        throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
      }
      possible.set(key, new Set([content]));
      acknowledged += 1;
      return 'acknowledged';
    },
    acknowledged: () => acknowledged,
    wrong(table) {
      const found = new Map(table.map((row) => [String(row.accountid), row]));
      return [...possible].flatMap(([key, contents]) => {
        const content = contentOf(found.get(key));
        possible.set(key, new Set([content]));
        return contents.has(content) ? [] : [`${key} holds ${content} instead of ${[...contents].join(' or ')}`];
      });
    },
  };
}
