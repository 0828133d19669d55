import * as meetings from '#features/meetings/jobs.server.ts';
import * as membership from '#features/membership/jobs.server.ts';
import * as notifications from '#features/notifications/jobs.server.ts';
import * as payments from '#features/payments/jobs.server.ts';
import * as sessions from '#features/sessions/jobs.server.ts';
import type { App } from '#infra/app.server.ts';
import type { JobDefinition } from '#infra/job-definition.server.ts';
import type { JobHandler } from '#infra/jobs.server.ts';

/** Every job of every feature. A feature adds its own list here, in one line. */
export const allJobs: readonly JobDefinition[] = [
  ...payments.jobs,
  ...sessions.jobs,
  ...meetings.jobs,
  ...notifications.jobs,
  ...membership.jobs,
];

export const allQueues: readonly string[] = allJobs.map((job) => job.queue);

/** The jobs as the job store wants them: queue → what to do in this app. Two jobs on one queue are a bug. */
export function jobHandlers(app: App, definitions: readonly JobDefinition[] = allJobs): Map<string, JobHandler> {
  const handlers = new Map<string, JobHandler>();
  for (const definition of definitions) {
    if (handlers.has(definition.queue)) throw new Error(`two jobs listen on ${definition.queue}`);
    handlers.set(definition.queue, (data) => definition.run(app, data));
  }
  return handlers;
}
