import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { once } from './registry.server.ts';

/** What this process counts of itself, for Prometheus. Names carry their unit; labels never hold ids or personal data. */
export type Metrics = {
  readonly registry: Registry;
  /** One answered request. `route` is its pattern (`/mentorship/session/[sessionId]`), never its path. */
  request(about: { method: string; route: string; status: number; seconds: number }): void;
  /** One finished job. */
  job(about: { queue: string; outcome: 'done' | 'failed'; seconds: number }): void;
};

/** From a cached page to a payment page that waits for Paystack. */
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The one set of counters of this process. */
export function metrics(): Metrics {
  return once('metrics', createMetrics);
}

function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'mentorship_http_request_seconds',
    help: 'Time from the first byte of a request to its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
    registers: [registry],
  });
  const jobs = new Counter({
    name: 'mentorship_jobs_total',
    help: 'Jobs that this process has run',
    labelNames: ['queue', 'outcome'],
    registers: [registry],
  });
  const jobSeconds = new Histogram({
    name: 'mentorship_job_seconds',
    help: 'How long a job ran',
    labelNames: ['queue'],
    buckets: REQUEST_SECONDS,
    registers: [registry],
  });
  return {
    registry,
    request: ({ method, route, status, seconds }) => requests.observe({ method, route, status }, seconds),
    job({ queue, outcome, seconds }) {
      jobs.inc({ queue, outcome });
      jobSeconds.observe({ queue }, seconds);
    },
  };
}
