import { type Random, randomFrom } from '../../../server/demo/random.ts';
import { batchText } from '../batch-fixture.ts';
import type { DataClient, Reply, Row } from './data-client.ts';

export const writers = 8;
const rowsPerWriter = 3;

/** What a row holds, in one word: the number that its last write put into every column, or that it is not there. */
type Content = string;
const absent: Content = 'absent';

type Write = { readonly key: string; readonly body: Row | null; readonly content: Content };
type Writer = { readonly random: Random; readonly keys: readonly string[]; written: number };

/** Writers that keep account of what the service owes them. */
export interface Load {
  /** One write, by one of the writers. It is `acknowledged`, refused with 503 and Retry-After, or no answer came. */
  readonly write: (writer: number, url: string) => Promise<'acknowledged' | 'unavailable' | 'lost'>;
  readonly acknowledged: () => number;
  /** What is not as it can be: an acknowledged write is missing, a row or a change set half written. Settles the rest. */
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

/** Several as one change set of a batch, which is done as a whole or not at all. */
async function sendWrites(client: DataClient, url: string, writes: readonly Write[]): Promise<Done> {
  const path = ({ key }: Write): string => `accounts(${key})`;
  const [only, ...others] = writes;
  if (only !== undefined && others.length === 0) {
    const method = only.body === null ? 'DELETE' : 'PATCH';
    const reply = await client.send(url, method, path(only), only.body === null ? {} : { body: only.body });
    return { ...reply, isDone: reply.status === 204 };
  }
  const set = writes.map((one, at) => ({
    method: 'PATCH',
    url: path(one),
    body: one.body,
    contentId: String(at + 1),
  }));
  const headers = { 'content-type': 'multipart/mixed; boundary=batch_1' };
  const reply = await client.send(url, 'POST', '$batch', { headers, text: batchText([set]) });
  return { ...reply, isDone: reply.status === 200 };
}
type Done = Reply & { readonly isDone: boolean };

export function createLoad(client: DataClient, seed: string): Load {
  const all: Writer[] = Array.from({ length: writers }, (_, at) => {
    const random = randomFrom(`${seed} writer ${at}`);
    return { random, keys: Array.from({ length: rowsPerWriter }, () => random.uuid()), written: 0 };
  });
  /** Row key → what it may hold: the last acknowledged write, and what was sent since and not acknowledged. */
  const possible = new Map<string, Set<Content>>();
  for (const { keys } of all) for (const key of keys) possible.set(key, new Set([absent]));
  let acknowledged = 0;

  /** Change sets that were not acknowledged, and no row of which was written since. */
  const open = new Set<readonly Write[]>();

  const plan = (writer: number): readonly Write[] => {
    const own = all[writer];
    if (own === undefined) throw new Error(`no writer ${writer}`);
    if (own.random.chance(0.2)) return [{ key: own.random.pick(own.keys), body: null, content: absent }];
    own.written += 1;
    const value = own.written * writers + writer;
    const keys = own.random.chance(0.4) ? own.keys : [own.random.pick(own.keys)];
    return keys.map((key) => ({ key, body: columnsOf(value), content: String(value) }));
  };

  return {
    async write(writer, url) {
      const writes = plan(writer);
      for (const { key, content } of writes) {
        possible.get(key)?.add(content);
        for (const set of open) if (set.some((one) => one.key === key)) open.delete(set);
      }
      open.add(writes);
      const reply = await sendWrites(client, url, writes).catch(() => null);
      if (reply === null) return 'lost';
      if (reply.status === 503 && reply.headers.has('retry-after')) return 'unavailable';
      const [first] = writes;
      // A row that was not there is as gone as one that was deleted.
      if (!reply.isDone && !(reply.status === 404 && first?.body === null)) {
        throw new Error(`${first?.key}: ${reply.status} ${JSON.stringify(reply.body)}`);
      }
      open.delete(writes);
      for (const { key, content } of writes) possible.set(key, new Set([content]));
      acknowledged += 1;
      return 'acknowledged';
    },
    acknowledged: () => acknowledged,
    wrong(table) {
      const found = new Map(table.map((row) => [String(row.accountid), row]));
      const torn = [...open].flatMap((set) => {
        const done = set.filter(({ key, content }) => contentOf(found.get(key)) === content).length;
        return done === 0 || done === set.length
          ? []
          : [`${done} of ${set.length} changes of one change set are there`];
      });
      open.clear();
      const wrong = [...possible].flatMap(([key, contents]) => {
        const content = contentOf(found.get(key));
        possible.set(key, new Set([content]));
        return contents.has(content) ? [] : [`${key} holds ${content} instead of ${[...contents].join(' or ')}`];
      });
      return [...torn, ...wrong];
    },
  };
}
