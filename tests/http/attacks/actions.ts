import { describe, expect, it } from 'vitest';
import type { Caller } from '#tests/e2e/caller.ts';
import { formsAbout } from './forms.ts';
import { actionSchemas, codeOf, fitting, NOBODYS_ID, type ActionSchema, type Stage } from './stage.ts';

/** What a browser must never decide. */
const NOT_YOURS = {
  role: 'ADMIN',
  status: 'SCHEDULED',
  price: 1,
  priceMinor: 1,
  amountMinor: 1,
  tutorId: NOBODYS_ID,
  studentId: NOBODYS_ID,
  personId: NOBODYS_ID,
  verifiedAt: '2026-01-01T00:00:00Z',
  suspendedAt: null,
  verifiedBeforeAt: '2026-01-01T00:00:00Z',
  isOffering: true,
  paymentStatus: 'PAID',
  meetingProvider: 'zoom',
  email: 'eve@example.com',
  emailVerified: true,
  constructor: 1,
  toString: 1,
};

/** Where text, a number, an id or a list is wanted. */
const ODD: readonly unknown[] = [
  null,
  true,
  [],
  {},
  { $ne: null },
  -1,
  1e308,
  '',
  '\u0000',
  'half \ud83d',
  '\u202eback\u202c',
  "' or 1=1; --",
  '../../etc/passwd',
  'x'.repeat(10_240),
];

/** Takes an id of something that everybody may see or book. */
const OPEN_TO_ALL = ['beginMentorshipCheckout', 'pickCourseSuggestion', 'proceedWithApprovedBookingPayment'];

export function actions(stage: () => Stage): void {
  const callers = () => [stage().eve, stage().mentor, stage().kemi];
  const schemas = () => actionSchemas(stage().nobody);

  describe('every action', () => {
    it('is told by the product, so that this test knows it', async () => {
      expect((await schemas()).length).toBeGreaterThan(45);
    });

    it('is closed to who is signed out, whatever they send', async () => {
      for (const { name } of await schemas()) {
        for (const body of [{}, NOT_YOURS, 'no json'])
          expect([name, (await stage().nobody.act(name, body)).status]).toEqual([name, 401]);
      }
    });

    it('refuses each field that is not for callers to give, by its name', async () => {
      for (const schema of await schemas()) {
        const foreign = Object.keys(NOT_YOURS).filter((key) => !Object.hasOwn(schema.properties, key));
        const given = Object.fromEntries(foreign.map((key) => [key, NOT_YOURS[key as keyof typeof NOT_YOURS]]));
        const answers = await everyone(callers(), schema.name, { ...given, ...fitting(schema) });
        expect([schema.name, answers.some(({ status }) => status === 422)]).toEqual([schema.name, true]);
        for (const { status, body } of answers) {
          if (status === 403) continue;
          expect([schema.name, status, codeOf(body)]).toEqual([schema.name, 422, 'unknown_key']);
          const { fields } = (body as { error: { fields: object } }).error;
          expect(Object.keys(fields).sort()).toEqual(foreign.sort());
        }
      }
    });

    it('answers another person’s id exactly as an id that nobody has', async () => {
      const { sessionId, offeringId, eve, mentor } = stage();
      const theirs: Record<string, string> = { sessionId, offeringId };
      for (const schema of await schemas()) {
        const key = Object.keys(theirs).find((id) => Object.hasOwn(schema.properties, id));
        if (key === undefined || OPEN_TO_ALL.includes(schema.name)) continue;
        const more = Object.hasOwn(schema.properties, 'title') ? { title: 'Renamed' } : {};
        for (const stranger of [eve, mentor]) {
          const ask = (id = NOBODYS_ID) => stranger.act(schema.name, { ...more, ...fitting(schema), [key]: id });
          const [ofNobody, ofAda] = [await ask(), await ask(theirs[key])];
          expect([schema.name, ofAda.status, ofAda.body]).toEqual([schema.name, ofNobody.status, ofNobody.body]);
          expect([403, 404]).toContain(ofAda.status);
        }
      }
    });
  });

  describe('what belongs to somebody else', () => {
    it('is not paid for, read or answered with its id', async () => {
      const { sessionId, eve, mentor, nobody } = stage();
      for (const caller of [eve, mentor]) {
        const pay = (id: string) => caller.act('proceedWithApprovedBookingPayment', { sessionId: id });
        expect((await pay(sessionId)).status).toBe(404);
        expect((await pay(sessionId)).body).toEqual((await pay(NOBODYS_ID)).body);
        const read = (id: string) => caller.get(`/api/mentorship/session/${id}`);
        expect((await read(sessionId)).status).toBe(404);
        expect((await read(sessionId)).body).toEqual((await read(NOBODYS_ID)).body);
      }
      expect((await nobody.get(`/api/mentorship/session/${sessionId}`)).status).toBe(401);
    });

    it('is changed by no form either, from whatever page it is sent', async () => {
      const { ada, eve, mentor, nobody, tunde, sessionId, offeringId } = stage();
      const look = async () => [
        (await ada.get(`/api/mentorship/session/${sessionId}`)).body,
        (await tunde.act('getTutorMentorshipOfferings')).body,
      ];
      const before = await look();
      for (const [path, fields] of formsAbout(sessionId, offeringId)) {
        const init = { method: 'POST', headers: { accept: 'text/html' }, body: new URLSearchParams(fields) };
        for (const stranger of [eve, mentor])
          expect([403, 404], path).toContain((await stranger.request(path, init)).status);
        const { status, headers } = await nobody.request(path, init);
        if (status === 303) expect(headers.get('location'), path).toContain('/sign-in?next=');
        else expect([path, status]).toEqual([path, 401]);
      }
      expect(await look()).toEqual(before);
    });

    it('stays unread: a notification is marked by its own reader only', async () => {
      const { tunde, eve } = stage();
      const unread = async () => {
        const { body } = await tunde.get('/notifications/latest');
        return body as { notifications: { id: string }[] };
      };
      const before = await unread();
      const [first] = before.notifications;
      expect(first?.id).toBeDefined();
      await eve.act('markNotificationsRead', { id: first?.id });
      expect(await unread()).toEqual(before);
    });
  });

  describe('every field', () => {
    it('answers whatever stands in each of its fields, and never with an error of ours', async () => {
      for (const schema of await schemas()) {
        const wrong = Object.keys(schema.properties).flatMap((key) => ODD.map((value) => ({ [key]: value })));
        const caller = await whoMay(callers(), schema);
        const told = await Promise.all(wrong.map((one) => caller.act(schema.name, { ...fitting(schema), ...one })));
        const statuses = new Set(told.map(({ status }) => status));
        for (const status of statuses) expect([schema.name, status < 500]).toEqual([schema.name, true]);
        for (const { body } of told) expect(JSON.stringify(body)).not.toMatch(INSIDES);
      }
    });
  });
}

/** One of them whose role this action is for. */
async function whoMay(callers: readonly Caller[], schema: ActionSchema): Promise<Caller> {
  const answers = await everyone(callers, schema.name, { nothing: 1 });
  const found = callers[answers.findIndex(({ status }) => status === 422)];
  if (found === undefined) throw new Error(`nobody may ${schema.name}`);
  return found;
}

/** Words that only our insides use. */
const INSIDES = /Failed query|DrizzleQuery|at .*\.(ts|js):\d|node_modules|SELECT |violates|constraint "/;

function everyone(callers: readonly Caller[], name: ActionSchema['name'], body: object) {
  return Promise.all(callers.map((caller) => caller.act(name, body)));
}
