import {
  checkoutPath,
  firstOpenStart,
  goToPaystack,
  holdTime,
  offeringTitled,
  payAtPaystack,
  REACT_REVIEW,
} from './steps.ts';
import { expect, test } from './story.ts';

test.use({ expectedErrors: [/status of 409/] });

test('who loses a time sees the nearest three, keeps their words, and books one of them', async ({
  product,
  newStudent,
}) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const slot = await firstOpenStart(product, id, 4);
  const first = await newStudent('Halima First');
  const second = await newStudent('Ibrahim Second');
  await second.page.goto(checkoutPath(id, slot));
  await expect(second.page.getByRole('radio', { checked: true })).toHaveValue(slot);
  await second.page.getByLabel('What do you want to work on?').fill('Context, and what to do instead.');
  await holdTime(first.page, product, id, slot);

  await second.page.getByRole('button', { name: 'Pay ₦5,000' }).click();

  await expect(second.page.getByText('That time has just been taken. Nothing was charged.')).toBeVisible();
  const others = second.page.getByRole('button', { name: /^Book \w/ });
  await expect(others).toHaveCount(3);
  await expect(second.page.getByLabel('What do you want to work on?')).toHaveValue('Context, and what to do instead.');
  await goToPaystack(second.page, product, others.first());
  await payAtPaystack(second.page);
  await expect(second.page.getByRole('heading', { name: 'You are booked' })).toBeVisible();
  await second.page.getByRole('link', { name: 'Go to your session' }).click();
  await expect(second.page.getByText('Context, and what to do instead.')).toBeVisible();
});

test('a time that was taken before the page was opened is told at once', async ({ product, newStudent }) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const slot = await firstOpenStart(product, id, 5);
  const first = await newStudent('Halima Earlier');
  const second = await newStudent('Ibrahim Link');
  await holdTime(first.page, product, id, slot);

  await second.page.goto(checkoutPath(id, slot));

  await expect(second.page.getByText(/is not free any more/)).toBeVisible();
});
