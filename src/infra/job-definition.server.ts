import type { App } from './app.server.ts';
import type { JobData } from './jobs.server.ts';

/** What a feature does when a job of one queue is due. It may run twice with the same data. */
export type JobDefinition = {
  readonly queue: string;
  run(app: App, data: JobData): Promise<void>;
};

/** What a feature looks through once a minute, in case a job was lost or a deadline has passed. It may run twice. */
export type Sweep = {
  readonly name: string;
  run(app: App): Promise<void>;
};
