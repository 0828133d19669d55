import { advanceClock, mailsTo } from './product.ts';
import { firstOpenStart, holdTime, offeringTitled, openStarts, payAtPaystack, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

const LONGER_THAN_A_HOLD_MINUTES = 40;

test('money that comes after the hold still books a time that is free', async ({ product, newStudent }) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page } = await newStudent('Amaka Late');
  await holdTime(page, product, id, await firstOpenStart(product, id));
  await advanceClock(product, LONGER_THAN_A_HOLD_MINUTES);

  await payAtPaystack(page);

  await expect(page.getByRole('heading', { name: 'You are booked' })).toBeVisible();
});

test('money that comes after somebody else took the time is returned, and the page says so', async ({
  product,
  newStudent,
}) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const slot = await firstOpenStart(product, id);
  const late = await newStudent('Amaka Later');
  const quick = await newStudent('Bode Quick');
  await holdTime(late.page, product, id, slot);
  await advanceClock(product, LONGER_THAN_A_HOLD_MINUTES);
  await holdTime(quick.page, product, id, slot);
  await payAtPaystack(quick.page);
  await expect(quick.page.getByRole('heading', { name: 'You are booked' })).toBeVisible();

  await payAtPaystack(late.page);

  const told = late.page.getByRole('heading', { level: 1, name: /came too late|was returned|on its way back/ });
  await expect(told).toBeVisible();
  await expect(late.page.getByRole('main')).toContainText('₦5,000');
  const mails = async () => (await mailsTo(product, late.email)).map(({ text }) => text).join('\n');
  await expect.poll(mails).toContain('₦5,000');
});

test('a hold that nobody pays runs out, and the page offers another time', async ({ product, newStudent }) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page } = await newStudent('Amaka Never');
  const slot = await firstOpenStart(product, id);
  await holdTime(page, product, id, slot);
  await advanceClock(product, LONGER_THAN_A_HOLD_MINUTES);

  await page.goto('/student/mentorship?tab=history');

  await expect(page.getByRole('listitem').getByText('Expired')).toBeVisible();
  expect(await openStarts(product, id, 1)).toContain(slot);
});
