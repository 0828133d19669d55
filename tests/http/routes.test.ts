import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCaller, signInAs, signUpStudent, type Caller } from '#tests/e2e/caller.ts';
import { begin, payNow } from '#tests/e2e/begin.ts';
import { startProduct, type Product } from '#tests/e2e/product.ts';
import { firstOpenStart, offeringTitled, REACT_REVIEW } from '#tests/e2e/steps.ts';
import { buildIfStale } from '../../bin/support/build.ts';

/** A build and a first start, on a busy machine. */
const START_MS = 180_000;

/** Who asks: nobody, the session's student and tutor, a stranger of each role, an admin. */
const ASKERS = ['nobody', 'student', 'tutor', 'otherStudent', 'mentor', 'admin'] as const;
type Asker = (typeof ASKERS)[number];
type Row = readonly [
  nobody: number,
  student: number,
  tutor: number,
  otherStudent: number,
  mentor: number,
  admin: number,
];

const EVERYONE: Row = [200, 200, 200, 200, 200, 200];
const SIGNED_IN: Row = [303, 200, 200, 200, 200, 200];
const LEARNERS: Row = [303, 200, 200, 200, 200, 403];
const TEACHERS: Row = [303, 403, 200, 403, 200, 403];
const ADMINS: Row = [303, 403, 403, 403, 403, 200];
const ITS_PEOPLE: Row = [303, 200, 200, 404, 404, 200];
const MOVED_ON: Row = [307, 307, 307, 307, 307, 307];
const NOT_BY_GET: Row = [405, 405, 405, 405, 405, 405];

/** What stands in the place of each parameter. */
type World = { offeringId: string; sessionId: string; reference: string; tutorId: string };

/**
 * Every route of the product, what a GET of it answers to each asker, and with which address. A route that is missing
 * here fails: nobody opens a door unseen.
 */
const MATRIX: Readonly<Record<string, { row: Row; path?: (world: World) => string }>> = {
  '/': { row: MOVED_ON },
  '/action/[name]': { row: NOT_BY_GET, path: () => '/action/getTutorCourses' },
  '/admin/doctor': { row: ADMINS },
  '/admin/mentorship': { row: ADMINS },
  '/admin/mentorship/funnel': { row: ADMINS },
  '/admin/mentorship/sessions/[sessionId]': { row: ADMINS },
  '/admin/mentorship/tutors/[id]': { row: ADMINS, path: ({ tutorId }) => `/admin/mentorship/tutors/${tutorId}` },
  '/api/auth/[...all]': { row: EVERYONE, path: () => '/api/auth/get-session' },
  '/api/health/live': { row: EVERYONE },
  '/api/health/ready': { row: EVERYONE },
  '/api/mentorship/offerings': { row: EVERYONE },
  '/api/mentorship/offerings/[id]': { row: EVERYONE },
  '/api/mentorship/offerings/[id]/slots': {
    row: EVERYONE,
    path: ({ offeringId }) => `/api/mentorship/offerings/${offeringId}/slots?from=2027-01-01&to=2027-01-05`,
  },
  '/api/mentorship/proceed-payment': { row: NOT_BY_GET },
  '/api/mentorship/session/[sessionId]': { row: [401, 200, 200, 404, 404, 200] },
  '/api/mentorship/suggestions': { row: EVERYONE, path: () => '/api/mentorship/suggestions?courseId=none' },
  '/api/openapi.json': { row: EVERYONE },
  '/api/webhooks/paystack': { row: NOT_BY_GET },
  '/api/webhooks/zoom': { row: NOT_BY_GET },
  '/avatar/[colour]/[file]': { row: EVERYONE, path: () => '/avatar/1/AO.svg' },
  '/become-a-tutor': { row: EVERYONE },
  '/confirm-email': { row: EVERYONE },
  '/courses': { row: EVERYONE },
  '/courses/[slug]': { row: EVERYONE },
  '/courses/[slug]/complete': { row: LEARNERS },
  // Whoever is enrolled, as Bola is, and the course's own tutor; the others are led to the course.
  '/courses/[slug]/lessons/[position]': {
    row: [303, 303, 200, 200, 303, 303],
    path: () => '/courses/react-mastery/lessons/1',
  },
  '/demo/clock': { row: EVERYONE },
  '/demo/mails': { row: EVERYONE },
  '/demo/mails/[number]': { row: EVERYONE, path: () => '/demo/mails/1' },
  '/demo/sign-in': { row: NOT_BY_GET },
  '/docs/api': { row: EVERYONE },
  '/forgot-password': { row: EVERYONE },
  '/mail/unsubscribe/[token]': { row: [404, 404, 404, 404, 404, 404], path: () => '/mail/unsubscribe/altered' },
  '/mentorship': { row: EVERYONE },
  '/mentorship/answer/[token]': { row: [404, 404, 404, 404, 404, 404], path: () => '/mentorship/answer/altered' },
  '/mentorship/checkout': {
    row: [200, 200, 200, 200, 200, 200],
    path: ({ offeringId }) => `/mentorship/checkout?offeringId=${offeringId}`,
  },
  '/mentorship/offerings/[id]': { row: EVERYONE },
  '/mentorship/session/[sessionId]': { row: ITS_PEOPLE },
  '/mentorship/session/[sessionId]/calendar.ics': { row: ITS_PEOPLE },
  '/mentorship/session/[sessionId]/cancel': { row: ITS_PEOPLE },
  '/mentorship/session/[sessionId]/dispute': { row: ITS_PEOPLE },
  '/mentorship/session/[sessionId]/no-show': { row: ITS_PEOPLE },
  '/mentorship/session/[sessionId]/propose': { row: ITS_PEOPLE },
  '/mentorship/session/[sessionId]/reschedule': { row: ITS_PEOPLE },
  // Its people are told that the door is not open yet.
  '/mentorship/session/[sessionId]/zoom': { row: [303, 409, 409, 404, 404, 409] },
  '/mentorship/tutors/[id]': { row: EVERYONE, path: ({ tutorId }) => `/mentorship/tutors/${tutorId}` },
  '/mentorship/verify-payment': {
    row: EVERYONE,
    path: ({ reference }) => `/mentorship/verify-payment?reference=${reference}`,
  },
  '/metrics': { row: EVERYONE },
  '/notifications': { row: SIGNED_IN },
  '/notifications/latest': { row: [401, 200, 200, 200, 200, 200] },
  '/reset-password': { row: EVERYONE },
  '/settings': { row: [303, 303, 303, 303, 303, 303] },
  '/settings/data': { row: SIGNED_IN },
  '/settings/data/erase': { row: SIGNED_IN },
  '/settings/data/export': { row: SIGNED_IN },
  '/settings/notifications': { row: SIGNED_IN },
  '/settings/profile': { row: SIGNED_IN },
  '/settings/security': { row: SIGNED_IN },
  '/sign-in': { row: [200, 303, 303, 303, 303, 303] },
  '/sign-in/code': { row: [303, 303, 303, 303, 303, 303] },
  '/sign-out': { row: NOT_BY_GET },
  '/sign-up': { row: [200, 303, 303, 303, 303, 303] },
  '/stop-email-change': { row: EVERYONE },
  '/student/mentorship': { row: LEARNERS },
  '/student/payments': { row: LEARNERS },
  '/student/payments/[reference]': { row: [303, 200, 404, 404, 404, 403] },
  '/tutor/mentorship': { row: TEACHERS },
  '/tutor/mentorship/funnel': { row: TEACHERS },
  '/tutor/mentorship/offerings/[id]': { row: [303, 403, 200, 403, 404, 403] },
  '/tutor/mentorship/schedule': { row: TEACHERS },
  '/tutor/mentorship/schedule/import': { row: TEACHERS },
  '/tutor/mentorship/schedule/import/offerings.csv': { row: [401, 403, 200, 403, 200, 403] },
  '/tutor/mentorship/schedule/import/sample.csv': { row: [401, 403, 200, 403, 200, 403] },
  '/tutor/wallet': { row: TEACHERS },
  '/zoom-sdk/[version]/[...path]': { row: [404, 404, 404, 404, 404, 404], path: () => '/zoom-sdk/0/nothing' },
};

/** Frames for what is not ours, a mail and Zoom's client, with policies of their own, which other tests look at. */
const FRAMES_OF_OTHERS = ['/demo/mails/[number]', '/mentorship/session/[sessionId]/zoom'];

let product: Product;
let askers: Record<Asker, Caller>;
let world: World;

beforeAll(async () => {
  buildIfStale(() => undefined);
  product = await startProduct();
  const student = await signUpStudent(product.url, 'Ada Routes');
  askers = {
    nobody: createCaller(product.url, null),
    student,
    tutor: await signInAs(product.url, 'tutor@demo.test'),
    otherStudent: await signInAs(product.url, 'student2@demo.test'),
    mentor: await signInAs(product.url, 'mentor@demo.test'),
    admin: await signInAs(product.url, 'admin@demo.test'),
  };
  const { id: offeringId } = await offeringTitled(product, REACT_REVIEW);
  const held = await begin(student, { offeringId, scheduledAt: await firstOpenStart(product, offeringId, 4) });
  const { body } = await askers.nobody.get(`/api/mentorship/offerings/${offeringId}`);
  const tutorId = (body as { offering: { tutor: { id: string } } }).offering.tutor.id;
  world = { offeringId, tutorId, sessionId: held.sessionId, reference: await payNow(product, held) };
}, START_MS);
afterAll(() => product.stop());

const routes = routeIds();

it('names every route, and none that does not exist', () => {
  expect(Object.keys(MATRIX).sort()).toEqual(routes);
});

it.each(routes)('%s answers each asker as the matrix says', async (route) => {
  const { row, path } = MATRIX[route] ?? { row: EVERYONE };
  const address = path?.(world) ?? filled(route);
  const answers = await Promise.all(
    ASKERS.map((asker) => askers[asker].request(address, { headers: { accept: 'text/html,application/json' } })),
  );
  expect(Object.fromEntries(ASKERS.map((asker, index) => [asker, answers[index]?.status]))).toEqual(
    Object.fromEntries(ASKERS.map((asker, index) => [asker, row[index]])),
  );
  for (const { headers } of answers) {
    expect(headers.get('x-content-type-options'), 'nosniff').toBe('nosniff');
    if (!headers.get('content-type')?.startsWith('text/html')) continue;
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy, 'its content policy').toMatch(/default-src 'none'|default-src 'self'.*script-src 'self' 'nonce-/);
    if (!FRAMES_OF_OTHERS.includes(route)) expect(policy).not.toMatch(/unsafe-inline|unsafe-eval/);
  }
});

/** The demo's post box shows every mail to whoever looks: that is what it is for. */
const OPEN_TO_ALL = ['/demo/mails', '/demo/mails/[number]'];

it.each(routes.filter((route) => !OPEN_TO_ALL.includes(route)))(
  '%s tells nobody else what is of one session',
  async (route) => {
    const { path } = MATRIX[route] ?? {};
    const address = path?.(world) ?? filled(route);
    for (const asker of ['nobody', 'otherStudent', 'mentor'] as const) {
      const { body } = await askers[asker].request(address, { headers: { accept: 'text/html,application/json' } });
      expect(JSON.stringify(body).includes('Ada Routes'), `${asker} reads her name`).toBe(false);
    }
  },
);

function filled(route: string): string {
  return route
    .replace('[id]', world.offeringId)
    .replace('[sessionId]', world.sessionId)
    .replace('[reference]', world.reference)
    .replace('[slug]', 'react-mastery');
}

/** The folders of `src/routes` that answer, as SvelteKit names them. */
function routeIds(): string[] {
  const folder = fileURLToPath(new URL('../../src/routes', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const answering = files.filter((file) => /(^|\/)\+(page\.svelte|page\.server\.ts|server\.ts)$/.test(file));
  return [...new Set(answering.map((file) => `/${file.replace(/\/?\+[^/]+$/, '')}`))].sort();
}
