import type { Page } from '@playwright/test';
import { signUpStudent, type Caller } from './caller.ts';
import { advanceClock, paystackState, tellPaystack, type Product } from './product.ts';
import { checkoutPath, firstOpenStart, offeringTitled, REACT_REVIEW } from './steps.ts';

/** A page to look at, and whose eyes see it. */
export type Place = {
  readonly name: string;
  readonly path: string;
  readonly as: 'nobody' | 'student' | 'tutor' | 'admin';
};

const HOUR_MINUTES = 60;

/** The pages of looking, booking and paying, in every state that a visitor may find them in; made for a student of their own. */
export async function everyPlace(product: Product, student: Page['request']): Promise<Place[]> {
  const { id, tutor } = await offeringTitled(product, REACT_REVIEW);
  const slot = await firstOpenStart(product, id, 8);
  const references = await paymentsInEveryState(product, student, id);
  const book = async (start: string) => (await begin(product, student, id, start)).mentorshipSessionId;
  const held = await book(await firstOpenStart(product, id, 9));
  return [
    { name: 'marketplace', path: '/mentorship', as: 'nobody' },
    { name: 'marketplace, filtered to nothing', path: '/mentorship?q=nothing+like+it', as: 'nobody' },
    { name: 'marketplace, mistyped', path: '/mentorship?q=recat&maxPrice=10000&sort=price', as: 'nobody' },
    { name: 'marketplace, signed in', path: '/mentorship?duration=60', as: 'student' },
    { name: 'offering', path: `/mentorship/offerings/${id}`, as: 'nobody' },
    { name: 'checkout', path: checkoutPath(id, slot), as: 'student' },
    { name: 'checkout, by week', path: `${checkoutPath(id, slot)}&view=week`, as: 'student' },
    { name: 'checkout, ask first', path: `${checkoutPath(id, slot)}&mode=REQUEST`, as: 'nobody' },
    ...references.map(({ name, reference }) => ({
      name: `payment ${name}`,
      path: `/mentorship/verify-payment?reference=${reference}`,
      as: 'student' as const,
    })),
    {
      name: 'payment, signed out',
      path: `/mentorship/verify-payment?reference=${references[0]?.reference}`,
      as: 'nobody',
    },
    { name: 'payment unknown', path: '/mentorship/verify-payment?reference=mnt-nothing', as: 'student' },
    { name: 'held session', path: `/mentorship/session/${held}`, as: 'student' },
    { name: 'booked session', path: `/mentorship/session/${references[0]?.sessionId}`, as: 'student' },
    { name: 'booked session, the tutor', path: `/mentorship/session/${references[0]?.sessionId}`, as: 'tutor' },
    ...['book', 'awaiting', 'approved', 'pending', 'history', 'rejected'].map((tab) => ({
      name: `student, ${tab}`,
      path: `/student/mentorship?tab=${tab}`,
      as: 'student' as const,
    })),
    ...['approvals', 'pending', 'active', 'completed'].map((tab) => ({
      name: `tutor, ${tab}`,
      path: `/tutor/mentorship?tab=${tab}`,
      as: 'tutor' as const,
    })),
    { name: 'notifications', path: '/notifications', as: 'student' },
    { name: 'notifications, the tutor', path: '/notifications', as: 'tutor' },
    { name: 'schedule', path: '/tutor/mentorship/schedule', as: 'tutor' },
    { name: 'schedule, new offering', path: '/tutor/mentorship/schedule?new', as: 'tutor' },
    { name: 'schedule, new day off', path: '/tutor/mentorship/schedule?date=new', as: 'tutor' },
    {
      name: 'schedule, why a time is not offered',
      path: `/tutor/mentorship/schedule?offering=${id}&day=${slot.slice(0, 10)}&time=03:10`,
      as: 'tutor',
    },
    { name: 'schedule, from a template', path: '/tutor/mentorship/schedule?new&from=review', as: 'tutor' },
    { name: 'offerings from a file', path: '/tutor/mentorship/schedule/import', as: 'tutor' },
    { name: 'statistics of an offering', path: `/tutor/mentorship/offerings/${id}`, as: 'tutor' },
    { name: 'API', path: '/docs/api', as: 'nobody' },
    { name: 'how it is running', path: '/admin/doctor', as: 'admin' },
    { name: 'sign in', path: '/sign-in', as: 'nobody' },
    { name: 'sign up', path: '/sign-up', as: 'nobody' },
    { name: 'forgot the password', path: '/forgot-password', as: 'nobody' },
    { name: 'reset, a link that is none', path: '/reset-password?token=none', as: 'nobody' },
    { name: 'teach here', path: '/become-a-tutor', as: 'student' },
    { name: 'profile', path: '/settings/profile', as: 'tutor' },
    { name: 'security', path: '/settings/security', as: 'student' },
    { name: 'your data', path: '/settings/data', as: 'student' },
    { name: 'delete the account', path: '/settings/data/erase', as: 'student' },
    { name: 'tutor page', path: `/mentorship/tutors/${tutor.id}`, as: 'nobody' },
    { name: 'suspend', path: `/admin/mentorship/tutors/${tutor.id}`, as: 'admin' },
    { name: 'mails of the demo', path: '/demo/mails', as: 'nobody' },
    { name: 'mails of the demo, as text', path: '/demo/mails?part=text', as: 'nobody' },
    { name: 'notification settings', path: '/settings/notifications', as: 'student' },
  ];
}

type Paid = { name: string; reference: string; sessionId: string };

/** One payment each: paid, declined, given up, waiting for the bank, lapsed, and late on a time that is lost. */
async function paymentsInEveryState(product: Product, student: Page['request'], offeringId: string): Promise<Paid[]> {
  const list: Paid[] = [];
  const attempt = async (name: string, outcome: string | null, daysAhead: number) => {
    const start = await firstOpenStart(product, offeringId, daysAhead);
    const { mentorshipSessionId: sessionId, authorizationUrl = '' } = await begin(product, student, offeringId, start);
    const reference = await referenceAt(product, authorizationUrl);
    if (outcome !== null) await tellPaystack(product, '/__pay', { reference, outcome });
    list.push({ name, reference, sessionId });
    return { reference, start };
  };
  await attempt('paid', 'success', 2);
  await attempt('lapsed', 'abandon', 3);
  const late = await attempt('late', null, 4);
  await advanceClock(product, HOUR_MINUTES);
  const other = await signUpStudent(product.url, 'Quincy Quick');
  await holdAs(other, offeringId, late.start);
  await tellPaystack(product, '/__pay', { reference: late.reference, outcome: 'success' });
  await attempt('declined', 'fail', 5);
  await attempt('waiting for the bank', 'pending', 6);
  return list;
}

export type Begun = { mentorshipSessionId: string; authorizationUrl?: string };

/** Begins a checkout as this student: for a time at once, or, with `mode`, after asking. */
export async function begin(
  product: Product,
  student: Page['request'],
  offeringId: string,
  scheduledAt: string,
  bookingMode: 'INSTANT' | 'REQUEST' = 'INSTANT',
): Promise<Begun> {
  const answer = await student.post(`${product.url}/action/beginMentorshipCheckout`, {
    data: { offeringId, scheduledAt, bookingMode },
  });
  const { data, error } = (await answer.json()) as { data?: Begun; error?: { message: string } };
  if (data === undefined) throw new Error(`no time could be held: ${error?.message}`);
  return data;
}

async function holdAs(caller: Caller, offeringId: string, scheduledAt: string): Promise<void> {
  const { status, body } = await caller.act('beginMentorshipCheckout', { offeringId, scheduledAt });
  if (status !== 200) throw new Error(`no time could be held: ${JSON.stringify(body)}`);
}

/** The reference of the payment page at this address. */
export async function referenceAt(product: Product, authorizationUrl: string): Promise<string> {
  const { transactions } = await paystackState(product);
  const found = transactions.find(({ accessCode }) => authorizationUrl.endsWith(`/${accessCode}`));
  if (found === undefined) throw new Error(`Paystack knows no page ${authorizationUrl}`);
  return found.reference;
}
