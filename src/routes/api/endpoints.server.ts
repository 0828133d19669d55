import { z } from 'zod';
import {
  noQueryInput,
  offeringFiltersInput,
  slotsQueryInput,
  suggestionsQueryInput,
} from '#features/offerings/schema/search.ts';

/** One address under `/api` as its callers see it. A new one is one line here; a test compares with the routes. */
export type Endpoint = {
  readonly method: 'GET' | 'POST';
  /** As OpenAPI writes it: `/api/mentorship/session/{sessionId}`. */
  readonly path: string;
  readonly group: 'Public' | 'Signed in' | 'Callbacks' | 'Running it';
  readonly summary: string;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Status → what it means. */
  readonly answers: Readonly<Record<number, string>>;
};

const LIMITED = { 429: 'Too many tries; `Retry-After` says how long to wait.' };
const INVALID = { 422: 'A parameter is unknown or not as it should be; `fields` says which.' };
const UNKNOWN = { 404: 'There is none, or it is not yours.' };

export const ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/api/mentorship/offerings',
    group: 'Public',
    summary: 'The marketplace, page by page: `{offerings, nextCursor}`.',
    query: offeringFiltersInput,
    answers: { 200: 'A page of offerings.', ...INVALID, ...LIMITED },
  },
  {
    method: 'GET',
    path: '/api/mentorship/offerings/{id}',
    group: 'Public',
    summary: 'One listed offering: `{offering}`.',
    query: noQueryInput,
    answers: { 200: 'The offering.', ...UNKNOWN, ...INVALID },
  },
  {
    method: 'GET',
    path: '/api/mentorship/offerings/{id}/slots',
    group: 'Public',
    summary: 'Free starts, ISO UTC: `{slots, timeZone}`. `from` and `to` are local dates in `tz`, `to` exclusive.',
    query: slotsQueryInput,
    answers: { 200: 'The starts, soonest first.', ...UNKNOWN, ...INVALID },
  },
  {
    method: 'GET',
    path: '/api/mentorship/suggestions',
    group: 'Public',
    summary: 'Up to five offerings of a course, soonest free first: `{suggestions, total}`.',
    query: suggestionsQueryInput,
    answers: { 200: 'The suggestions; none for an unknown course.', ...INVALID },
  },
  {
    method: 'GET',
    path: '/api/mentorship/session/{sessionId}',
    group: 'Signed in',
    summary: 'A session of yours: `{session, userRole}`. Admins may read any.',
    answers: { 200: 'The session.', 401: 'Nobody is signed in.', ...UNKNOWN },
  },
  {
    method: 'POST',
    path: '/api/mentorship/proceed-payment',
    group: 'Signed in',
    summary: 'Paystack’s page for an unpaid session of yours: `{authorizationUrl}`.',
    body: z.strictObject({ sessionId: z.string() }),
    answers: {
      200: 'Where to pay.',
      401: 'Nobody is signed in.',
      409: 'It cannot be paid any more.',
      ...UNKNOWN,
      ...INVALID,
      ...LIMITED,
      502: 'Paystack did not answer; the time is still held.',
    },
  },
  {
    method: 'POST',
    path: '/api/webhooks/paystack',
    group: 'Callbacks',
    summary: 'Paystack’s events, signed over the raw body (`x-paystack-signature`).',
    answers: { 200: 'Taken, now or before.', 401: 'The signature is wrong.', ...LIMITED },
  },
  {
    method: 'POST',
    path: '/api/webhooks/zoom',
    group: 'Callbacks',
    summary: 'Zoom’s events, signed over the raw body (`x-zm-signature`), not older than five minutes.',
    answers: { 200: 'Taken, now or before.', 401: 'The signature is wrong or too old.', ...LIMITED },
  },
  {
    method: 'GET',
    path: '/api/health/live',
    group: 'Running it',
    summary: 'The process is up.',
    answers: { 200: 'It is.' },
  },
  {
    method: 'GET',
    path: '/api/health/ready',
    group: 'Running it',
    summary: 'Database, migrations and jobs are ready.',
    answers: { 200: 'They are.', 503: 'One of them is not, and the body says which.' },
  },
  {
    method: 'GET',
    path: '/api/openapi.json',
    group: 'Running it',
    summary: 'This description, for machines.',
    answers: { 200: 'OpenAPI 3.1.' },
  },
];

/** Answered by Better Auth in its own shapes: sign-up, sign-in, sign-out and the auth session. */
export const FOREIGN_PATHS: readonly string[] = ['/api/auth/[...all]'];
