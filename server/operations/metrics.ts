import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../database/database.ts';
import type { Route } from './route.ts';

/** One request, answered. */
type Answered = {
  readonly route: Route;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
  /** Dataverse's code of a refusal. */
  readonly code: string | null;
  readonly rows: number;
  readonly changes: readonly { readonly kind: string }[];
};

export type Metrics = {
  readonly answered: (answered: Answered) => void;
  /** In Prometheus' text format. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
};

/** `process` adds what Node tells of itself: once in a process. */
export type MetricsScope = 'service' | 'process';

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

function addPool(registers: Registry[], database: Database): void {
  const { pool } = database;
  if (pool === null) return;
  new Gauge({
    name: 'landfall_database_connections',
    help: 'Connections of this process to PostgreSQL, and statements that wait for one',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(pool())) this.set({ state }, count);
    },
  });
}

export function createMetrics(database: Database, scope: MetricsScope): Metrics {
  const register = new Registry();
  const registers = [register];
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> =>
    new Counter({ name: `landfall_${name}_total`, help, labelNames: [...labelNames], registers });
  const requests = counter('requests', 'Requests answered', ['route', 'method', 'status']);
  const seconds = new Histogram({
    name: 'landfall_request_duration_seconds',
    help: 'From the arrival of a request to its answer',
    labelNames: ['route'],
    buckets,
    registers,
  });
  const rows = counter('rows_sent', 'Rows in answers', []);
  const changes = counter('changes_applied', 'Changes of rows', ['kind']);
  const throttled = counter('throttled', 'Requests refused for coming too often', ['code']);
  const signIns = counter('sign_ins', 'Sign-ins tried', ['outcome']);
  const deltaReads = counter('delta_reads', 'Reads by delta link', ['outcome']);
  addPool(registers, database);
  if (scope === 'process') collectDefaultMetrics({ register });

  return {
    contentType: register.contentType,
    text: () => register.metrics(),
    answered(one) {
      requests.inc({ route: one.route, method: one.method, status: `${Math.floor(one.status / 100)}xx` });
      seconds.observe({ route: one.route }, one.seconds);
      if (one.rows > 0) rows.inc(one.rows);
      for (const { kind } of one.changes) changes.inc({ kind });
      if (one.status === 429) throttled.inc({ code: one.code ?? 'unknown' });
      if (one.route === 'sign-in' && one.method === 'POST') {
        signIns.inc({ outcome: one.status === 200 ? 'ok' : 'refused' });
      }
      if (one.route !== 'delta') return;
      if (one.status === 410) deltaReads.inc({ outcome: 'expired' });
      else deltaReads.inc({ outcome: one.status === 200 ? 'ok' : 'refused' });
    },
  };
}
