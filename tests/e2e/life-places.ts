import { expect, type Page } from '@playwright/test';
import { answerLinks, moveClockTo } from './asking.ts';
import { begin, referenceAt, type Place } from './places.ts';
import { tellPaystack, type Product } from './product.ts';
import { firstOpenStart, offeringTitled, openStarts, REACT_REVIEW } from './steps.ts';

type Api = Page['request'];
/** Who lives the sessions, and the student's whole name. */
type Cast = { readonly student: Api; readonly tutor: Api; readonly name: string };
type Paid = { id: string; slot: string; reference: string };

const MINUTE = 1 / 60; // of an hour
const HOUR_MS = 60 * 60 * 1000;

/** The pages of a session's life after booking: answers, changes, absences, disputes, and where the money is told. */
export async function lifePlaces(product: Product, cast: Cast): Promise<Place[]> {
  const { id: offeringId } = await offeringTitled(product, REACT_REVIEW);
  const past = await threeAbsences(product, cast, offeringId);
  const ahead = await bookPaidAt(product, cast, offeringId, await firstOpenStart(product, offeringId, 4));
  const link = { sessionId: ahead.id, meetingUrl: 'https://meet.example.com/for-this-session-alone' };
  await act(product, cast.tutor, 'setMentorshipMeetingUrl', link);
  const words = { sessionId: ahead.id, body: 'Shall I bring the repository?' };
  await act(product, cast.student, 'writeSessionMessage', words);
  const asked = await requests(product, cast, offeringId);
  return [
    ...onSession(ahead.id, 'paid session', 'student', ['', 'cancel', 'reschedule', 'no-show', 'dispute']),
    ...onSession(ahead.id, 'paid session', 'tutor', ['', 'cancel', 'propose']),
    ...onSession(ahead.id, 'paid session', 'admin', ['']),
    ...onSession(past.begun, 'begun session', 'tutor', ['', 'no-show']),
    ...onSession(past.begun, 'begun session', 'student', ['']),
    ...onSession(past.claimed, 'no-show', 'student', ['', 'dispute']),
    ...onSession(past.disputed, 'disputed session', 'student', ['']),
    ...onSession(past.disputed, 'disputed session', 'tutor', ['', 'cancel']),
    ...onSession(asked.waiting, 'request', 'tutor', ['', 'propose']),
    ...onSession(asked.proposed, 'request with another time', 'student', ['']),
    ...onSession(asked.proposed, 'request with another time', 'tutor', ['']),
    ...onSession(asked.approved, 'approved session', 'student', ['']),
    ...onSession(asked.declined, 'declined request', 'student', ['']),
    { name: 'student, rejected', path: '/student/mentorship?tab=rejected', as: 'student' },
    { name: 'student, approved', path: '/student/mentorship?tab=approved', as: 'student' },
    { name: 'approvals', path: '/tutor/mentorship?tab=approvals', as: 'tutor' },
    { name: 'approvals, decline', path: `/tutor/mentorship?tab=approvals&decline=${asked.waiting}`, as: 'tutor' },
    { name: 'approvals, ask', path: `/tutor/mentorship?tab=approvals&ask=${asked.waiting}`, as: 'tutor' },
    ...asked.openLinks.map((path) => ({ name: 'answer by mail', path, as: 'nobody' as const })),
    ...asked.usedLinks.map((path) => ({ name: 'answer by mail, answered', path, as: 'nobody' as const })),
    { name: 'wallet', path: '/tutor/wallet', as: 'tutor' },
    { name: 'payments', path: '/student/payments', as: 'student' },
    { name: 'receipt', path: `/student/payments/${ahead.reference}`, as: 'student' },
    ...['tasks', 'sessions', 'tutors', 'money'].map((tab) => ({
      name: `admin, ${tab}`,
      path: `/admin/mentorship?tab=${tab}`,
      as: 'admin' as const,
    })),
    { name: 'case to decide', path: `/admin/mentorship/sessions/${past.disputed}`, as: 'admin' },
    { name: 'case without a question', path: `/admin/mentorship/sessions/${ahead.id}`, as: 'admin' },
  ];
}

function onSession(id: string, name: string, as: Place['as'], parts: readonly string[]): Place[] {
  return parts.map((part) => ({
    name: `${name}, ${as}${part === '' ? '' : `, ${part}`}`,
    path: `/mentorship/session/${id}${part === '' ? '' : `/${part}`}`,
    as,
  }));
}

/** Three sessions to which only the tutor came: disputed, claimed, and begun a quarter of an hour ago. */
async function threeAbsences(product: Product, cast: Cast, offeringId: string) {
  const [first = '', ...later] = await openStarts(product, offeringId, 2);
  const apart = (from: string) => (start: string) => Date.parse(start) - Date.parse(from) >= 2 * HOUR_MS;
  const second = later.find(apart(first)) ?? '';
  const third = later.find(apart(second)) ?? '';
  const list: Paid[] = [];
  for (const slot of [first, second, third]) list.push(await bookPaidAt(product, cast, offeringId, slot));
  const [disputed, claimed, begun] = list.map(({ id }) => id);
  for (const [index, { id: sessionId, slot }] of list.entries()) {
    await moveClockTo(product, slot, -5 * MINUTE);
    await act(product, cast.tutor, 'joinMentorshipSession', { sessionId });
    await act(product, cast.student, 'sayRunningLate', { sessionId, minutes: 15, message: 'No taxi anywhere.' });
    await moveClockTo(product, slot, 16 * MINUTE);
    if (index < 2) await act(product, cast.tutor, 'claimMentorshipNoShow', { sessionId, reason: 'I waited alone.' });
  }
  const reason = 'The link led nowhere.';
  await act(product, cast.student, 'disputeMentorshipSession', { sessionId: disputed, reason });
  return { disputed: disputed ?? '', claimed: claimed ?? '', begun: begun ?? '' };
}

/** A request that waits, one with another time offered, one approved with a note, one declined; and what their mails link to. */
async function requests(product: Product, { student, tutor, name }: Cast, offeringId: string) {
  const ask = async (daysAhead: number) => {
    const start = await firstOpenStart(product, offeringId, daysAhead);
    return (await begin(product, student, offeringId, start, 'REQUEST')).mentorshipSessionId;
  };
  const approved = await ask(5);
  const usedLinks = await answerLinks(product, name);
  const approval = { sessionId: approved, notes: 'Bring the repository.' };
  await act(product, tutor, 'approveMentorshipRequest', approval);
  const declined = await ask(6);
  const refusal = { sessionId: declined, reason: 'I am fully booked.' };
  await act(product, tutor, 'rejectMentorshipRequest', refusal);
  const proposed = await ask(7);
  const another = { scheduledAt: await firstOpenStart(product, offeringId, 9), message: 'I am away until then.' };
  await act(product, tutor, 'proposeMentorshipTime', { sessionId: proposed, ...another });
  const waiting = await ask(8);
  let openLinks: string[] = [];
  await expect(async () => {
    openLinks = await answerLinks(product, name);
    const [approve = ''] = openLinks;
    expect(await (await tutor.get(`${product.url}${approve}`)).text()).toContain('Approve the request');
  }).toPass();
  return { approved, declined, proposed, waiting, usedLinks, openLinks };
}

async function bookPaidAt(product: Product, { student }: Cast, offeringId: string, slot: string): Promise<Paid> {
  const { mentorshipSessionId: id, authorizationUrl = '' } = await begin(product, student, offeringId, slot);
  const reference = await referenceAt(product, authorizationUrl);
  await tellPaystack(product, '/__pay', { reference, outcome: 'success' });
  const paymentStatus = async () => {
    const answer = await student.get(`${product.url}/api/mentorship/session/${id}`);
    return ((await answer.json()) as { session: { paymentStatus: string } }).session.paymentStatus;
  };
  await expect.poll(paymentStatus).toBe('PAID');
  return { id, slot, reference };
}

async function act(product: Product, who: Api, name: string, data: object): Promise<void> {
  const answer = await who.post(`${product.url}/action/${name}`, { data });
  if (!answer.ok()) throw new Error(`${name}: ${answer.status()} ${await answer.text()}`);
}
