import { createCaller, signInAs, signUpStudent, type Caller } from '#tests/e2e/caller.ts';
import type { Product } from '#tests/e2e/product.ts';
import { offeringTitled, openStarts, REACT_REVIEW } from '#tests/e2e/steps.ts';

/** One running product and the people who attack it, or are attacked. */
export type Stage = {
  product: Product;
  nobody: Caller;
  /** A student and the demo's tutor, whose session it is. */
  ada: Caller & { email: string };
  tunde: Caller;
  /** A student and a mentor who have nothing to do with it. */
  eve: Caller & { email: string };
  mentor: Caller;
  kemi: Caller;
  offeringId: string;
  tutorId: string;
  /** Ada's request to Tunde, waiting for his answer. */
  sessionId: string;
};

export const NOBODYS_ID = '0197d400-ffff-7000-8000-00000000ffff';

export async function setStage(product: Product): Promise<Stage> {
  const { url } = product;
  const ada = await signUpStudent(url, 'Ada Target');
  const { id: offeringId, tutor } = await offeringTitled(product, REACT_REVIEW);
  return {
    product,
    nobody: createCaller(url, null),
    ada,
    tunde: await signInAs(url, 'tutor@demo.test'),
    eve: await signUpStudent(url, 'Eve Stranger'),
    mentor: await signInAs(url, 'mentor@demo.test'),
    kemi: await signInAs(url, 'admin@demo.test'),
    offeringId,
    tutorId: tutor.id,
    sessionId: await ask(product, ada, offeringId),
  };
}

/** Asks a tutor for a time some days away; answers with the session's id. */
export async function ask(product: Product, student: Caller, offeringId: string, more: object = {}): Promise<string> {
  const starts = await openStarts(product, offeringId, 3);
  const wish = { offeringId, scheduledAt: starts[0], bookingMode: 'REQUEST', ...more };
  const { body } = await student.act('beginMentorshipCheckout', wish);
  const { data } = body as { data?: { mentorshipSessionId: string } };
  if (data === undefined) throw new Error(`nothing was asked for: ${JSON.stringify(body)}`);
  return data.mentorshipSessionId;
}

type Property = { type?: string | string[]; enum?: string[] };
export type ActionSchema = {
  name: string;
  properties: Readonly<Record<string, Property>>;
  required: readonly string[];
};

/** What the product itself says that its actions take. */
export async function actionSchemas(nobody: Caller): Promise<ActionSchema[]> {
  const { body } = await nobody.get('/api/openapi.json');
  const { paths } = body as { paths: Record<string, { post?: Posted }> };
  return Object.entries(paths).flatMap(([path, { post }]) => {
    if (!path.startsWith('/action/') || post === undefined) return [];
    const { properties = {}, required = [] } = post.requestBody.content['application/json'].schema;
    return [{ name: path.slice('/action/'.length), properties, required }];
  });
}

type Posted = {
  requestBody: {
    content: { 'application/json': { schema: { properties?: Record<string, Property>; required?: string[] } } };
  };
};

/** Something that each field would take, with ids that are nobody's. */
const FITTING: Readonly<Record<string, unknown>> = {
  title: 'A title',
  duration: 60,
  price: 5000,
  csv: 'title,duration_minutes,price_naira\nFrom a file,60,5000',
  scheduledAt: '2030-01-01T09:00:00Z',
  meetingUrl: 'https://zoom.us/j/1',
  minutes: 10,
  status: 'COMPLETED',
  refundPercent: 0,
  expectedRefundMinor: 0,
  verified: true,
  accept: true,
  changes: [],
  name: 'Somebody',
  timeZone: 'Africa/Lagos',
  colour: 'auto',
  role: 'MENTOR',
  date: '2030-01-01',
  time: '09:00',
  ranges: [],
  version: 1,
};

/** The required fields of an action, filled with what it would take. */
export function fitting({ required }: ActionSchema): Record<string, unknown> {
  return Object.fromEntries(
    required.map((key) => [key, key in FITTING ? FITTING[key] : /Id$/.test(key) ? NOBODYS_ID : 'Some words.']),
  );
}

export const codeOf = (body: unknown) => (body as { error?: { code?: string } }).error?.code;
