import type { ErrorEvent } from '@sentry/node';
import type { OnError } from './log.server.ts';
import { withoutPersons } from './without-persons.server.ts';

export type ErrorReports = { report: OnError; close(): Promise<void> };

/** What of a log line goes along: where it happened. Ids of people, mails, bodies and headers stay here. */
const TAGS = ['requestId', 'method', 'route', 'queue', 'jobId', 'sweep'];
const FLUSH_MS = 2_000;

/**
 * Sends errors to a Sentry-compatible service, besides the log. Its package is loaded only here, when an operator has
 * named a service; it instruments nothing.
 */
export async function openErrorReports(dsn: string, environment: string): Promise<ErrorReports> {
  const sentry = await import('@sentry/node');
  const client = sentry.init({
    dsn,
    environment,
    defaultIntegrations: false,
    beforeSend: onlyTheError,
  });
  return {
    report(error, about) {
      const tags = Object.fromEntries(TAGS.flatMap((name) => (name in about ? [[name, String(about[name])]] : [])));
      sentry.captureException(error, { tags });
    },
    async close() {
      await client?.close(FLUSH_MS);
    },
  };
}

/** The failing statement is told, what stood in it is not: a database's message may repeat a value. */
function onlyTheError(event: ErrorEvent): ErrorEvent {
  const rest = { ...event };
  for (const name of ['user', 'request', 'server_name', 'breadcrumbs', 'extra'] as const) delete rest[name];
  for (const one of rest.exception?.values ?? []) {
    if (one.value !== undefined) one.value = withoutPersons(one.value);
  }
  return rest;
}
