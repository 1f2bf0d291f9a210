import type { DataClient, Row } from './data-client.ts';

const rowsPerPortion = 7;

/** A replica of the accounts that is kept from portions, next links and delta links alone. */
export interface Follower {
  /** Row key → version and name. */
  readonly rows: ReadonlyMap<string, string>;
  /** Reads one portion; if no answer comes, the link it had stays. */
  readonly step: (url: string) => Promise<'more' | 'caught up' | 'unavailable'>;
  /** @throws unless every portion comes */
  readonly catchUp: (url: string) => Promise<void>;
}

const describe = (row: Row): string => `${row['@odata.etag']} ${row.name}`;

export function createFollower(client: DataClient): Follower {
  const rows = new Map<string, string>();
  let link = 'accounts?$select=name';
  const prefer = `odata.track-changes, odata.maxpagesize=${rowsPerPortion}`;
  const step: Follower['step'] = async (url) => {
    const { status, body } = await client.send(url, 'GET', link, { headers: { prefer } });
    if (status === 503) return 'unavailable';
    if (status !== 200 || !Array.isArray(body.value)) throw new Error(`${link}: ${status} ${JSON.stringify(body)}`);
    for (const row of body.value as readonly Row[]) {
      if (row.reason === 'deleted') rows.delete(String(row.id));
      else rows.set(String(row.accountid), describe(row));
    }
    const next = body['@odata.nextLink'];
    link = String(next ?? body['@odata.deltaLink']);
    return next === undefined ? 'caught up' : 'more';
  };
  return {
    rows,
    step,
    async catchUp(url) {
      // The end of a first read is where its delta link begins: of the time when it was begun.
      for (let ends = 0; ends < 2; ) {
        const state = await step(url);
        if (state === 'unavailable') throw new Error('503');
        if (state === 'caught up') ends += 1;
      }
    },
  };
}

/** The table as a plain read shows it. */
export async function readTable(client: DataClient, url: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let path: unknown = 'accounts?$select=name,description,numberofemployees';
  while (typeof path === 'string') {
    const { status, body } = await client.send(url, 'GET', path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    rows.push(...(body.value as readonly Row[]));
    path = body['@odata.nextLink'];
  }
  return rows;
}

export function asReplica(rows: readonly Row[]): ReadonlyMap<string, string> {
  return new Map(rows.map((row) => [String(row.accountid), describe(row)]));
}
