import { payNow } from './begin.ts';
import { begin } from './places.ts';
import { mailsTo, paystackState } from './product.ts';
import { firstOpenStart, offeringTitled } from './steps.ts';
import { expect, test } from './story.ts';

test.use({ expectedErrors: [/status of 404/] });

/** Chiamaka's: no other story books her. */
const PITCH = 'Pitch practice for founders';

test('an offering that is edited after it was sold changes for new students only', async ({
  product,
  newStudent,
  demoPerson,
}) => {
  const tutor = await demoPerson('tutor@demo.test');
  const created = await tutor.request.post('/action/createMentorshipOffering', {
    data: { title: 'State, calmly', duration: 60, price: 4000 },
  });
  const { id } = ((await created.json()) as { data: { id: string } }).data;
  const { page } = await newStudent('Efe Early');
  const sold = await begin(product, page.request, id, await firstOpenStart(product, id, 6));
  await payNow(product, { sessionId: sold.mentorshipSessionId, authorizationUrl: sold.authorizationUrl ?? '' });

  await test.step('Tunde asks for more, under another title', async () => {
    await tutor.goto('/tutor/mentorship/schedule');
    await tutor.getByRole('link', { name: 'Edit State, calmly' }).click();
    await expect(tutor.getByText('Sessions already booked keep the title, price, length and terms')).toBeVisible();
    await tutor.getByLabel('Title').fill('State, in depth');
    await tutor.getByLabel('Price').fill('9,000');
    await tutor.getByRole('button', { name: 'Save changes' }).click();
    await expect(tutor.getByRole('link', { name: 'State, in depth', exact: true })).toBeVisible();
  });

  await test.step('Efe keeps what he bought', async () => {
    await page.goto(`/mentorship/session/${sold.mentorshipSessionId}`);
    await expect(page.getByRole('heading', { level: 1, name: 'State, calmly with Tunde' })).toBeVisible();
    await expect(page.getByText('₦4,000 was paid.')).toBeVisible();
    await page.goto(`/mentorship/offerings/${id}`);
    await expect(page.getByRole('heading', { level: 1, name: 'State, in depth' })).toBeVisible();
    await expect(page.getByText('₦9,000').first()).toBeVisible();
  });
});

test('a suspended tutor is not found any more, and whoever had booked gets everything back', async ({
  product,
  newStudent,
  demoPerson,
}) => {
  const { id } = await offeringTitled(product, PITCH);
  const { page, email } = await newStudent('Ife Booked');
  const booked = await begin(product, page.request, id, await firstOpenStart(product, id, 9));
  const held = { sessionId: booked.mentorshipSessionId, authorizationUrl: booked.authorizationUrl ?? '' };
  const reference = await payNow(product, held);
  const admin = await demoPerson('admin@demo.test');

  await test.step('Kemi sees what it would do, and says why', async () => {
    await admin.goto('/admin/mentorship?tab=tutors');
    await admin.getByRole('link', { name: /Suspend.*Chiamaka Nwosu/ }).click();
    await expect(admin.getByText(PITCH).first()).toBeVisible();
    await admin.getByLabel('Why?').fill('Complaints that we are looking into.');
    await admin.getByRole('button', { name: 'Suspend Chiamaka Nwosu' }).click();
    await expect(admin.getByText('Chiamaka Nwosu is suspended and no longer listed.')).toBeVisible();
    await expect(admin.getByLabel('Why?')).toHaveValue('');
  });

  await test.step('Ife is told, and the money is on its way back', async () => {
    await expect
      .poll(async () => (await mailsTo(product, email)).map(({ subject }) => subject))
      .toContain(`Cancelled: ${PITCH} with Chiamaka Nwosu`);
    const refunds = async () => (await paystackState(product)).refunds.filter((one) => one.reference === reference);
    await expect.poll(async () => (await refunds()).map(({ amountMinor }) => amountMinor)).toEqual([1_000_000]);
    const gone = await page.goto(`/mentorship/offerings/${id}`);
    expect(gone?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1, name: 'This is not offered at the moment' })).toBeVisible();
  });

  await test.step('and Kemi lifts it again', async () => {
    await admin.getByLabel('Why?').fill('Nothing was found.');
    await admin.getByRole('button', { name: 'Lift the suspension' }).click();
    await expect(admin.getByText('The suspension is lifted. Chiamaka Nwosu is listed again.')).toBeVisible();
    expect((await page.goto(`/mentorship/offerings/${id}`))?.status()).toBe(200);
  });
});
