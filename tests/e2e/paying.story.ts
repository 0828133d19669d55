import { paystackState, tellPaystack } from './product.ts';
import {
  checkoutPath,
  firstOpenStart,
  FREE_HELLO,
  goToPaystack,
  holdTime,
  nextMonth,
  offeringTitled,
  payAtPaystack,
  pickDay,
  pickTime,
  REACT_REVIEW,
} from './steps.ts';
import { expect, test } from './story.ts';

test('a free session is booked at once', async ({ product, newStudent }) => {
  const { id } = await offeringTitled(product, FREE_HELLO);
  const { page } = await newStudent('Jide Free');
  await page.goto(checkoutPath(id, await firstOpenStart(product, id)));

  await page.getByRole('button', { name: 'Book free session' }).click();

  await page.waitForURL('**/mentorship/session/**');
  await expect(page.getByText('Confirmed', { exact: true })).toBeVisible();
  await expect(page.getByText('Everything is settled.')).toBeVisible();
});

test('a declined card can be tried again, and the second try pays', async ({ product, newStudent }) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page } = await newStudent('Kelechi Declined');
  await holdTime(page, product, id, await firstOpenStart(product, id, 3));

  await page.getByRole('button', { name: 'Decline the payment' }).click();
  await expect(page.getByText('The payment was declined.')).toBeVisible();
  await page.goto('/student/mentorship');
  await page.getByRole('main').getByRole('button', { name: 'Pay ₦5,000' }).click();
  await page.waitForURL(`${product.paystackUrl}/pay/**`);
  await payAtPaystack(page);

  await expect(page.getByRole('heading', { name: 'You are booked' })).toBeVisible();
});

test('who cancels at Paystack comes back to a time that is still theirs', async ({ product, newStudent }) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page } = await newStudent('Lola Cancels');
  await holdTime(page, product, id, await firstOpenStart(product, id, 3));

  await page.getByRole('button', { name: 'Cancel' }).click();

  await page.waitForURL(`${product.url}/**`);
  const payAgain = page.getByRole('main').getByRole('button', { name: /^(Pay ₦5,000|Try again)$/ });
  await expect(payAgain.first()).toBeVisible();
  await goToPaystack(page, product, payAgain.first());
  await payAtPaystack(page);
  await expect(page.getByRole('heading', { name: 'You are booked' })).toBeVisible();
});

test('what is picked and typed stays while the calendar is turned', async ({ product, newStudent }) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page } = await newStudent('Lanre Looks');
  await page.goto(checkoutPath(id));
  await pickDay(page, /./);
  const words = page.getByLabel('What do you want to work on?');
  await words.fill('Keys of lists.');
  const picked = await (await pickTime(page)).getAttribute('value');

  await nextMonth(page);
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  await expect(words).toHaveValue('Keys of lists.');
  await page.getByRole('link', { name: /^Previous month/ }).click();

  await expect(page.getByRole('radio', { checked: true })).toHaveValue(picked ?? '');
  await expect(words).toHaveValue('Keys of lists.');
});

test('on a wide screen a time is picked from a week, and what was picked is booked', async ({
  product,
  newStudent,
}) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page } = await newStudent('Nneka Weeks');
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(checkoutPath(id));
  await page.getByRole('link', { name: 'Week', exact: true }).click();
  await expect(page.getByRole('grid')).toBeHidden();
  const before = await page.getByRole('radio').first().getAttribute('value');
  await page.getByRole('link', { name: 'Next week' }).click();
  await expect(page.getByRole('radio').first()).not.toHaveValue(before ?? '');

  const time = await pickTime(page, /^Thursday /);
  const picked = (await time.getAttribute('value')) ?? '';
  await page.reload();
  await expect(page.getByRole('radio', { checked: true })).toHaveValue(picked);
  await goToPaystack(page, product);
  await payAtPaystack(page);

  await page.getByRole('link', { name: 'Go to your session' }).click();
  await page.waitForURL('**/mentorship/session/**');
  const shown = await page.locator('time').evaluateAll((all) => all.map((one) => one.getAttribute('datetime')));
  expect(shown).toContain(picked);
});

test('pressing Pay twice, or again after Back, finds the same hold', async ({ product, newStudent }) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page } = await newStudent('Musa Twice');
  const before = (await paystackState(product)).transactions.length;
  await page.goto(checkoutPath(id, await firstOpenStart(product, id, 3)));

  await page.getByRole('button', { name: 'Pay ₦5,000' }).dblclick();
  await page.waitForURL(`${product.paystackUrl}/pay/**`);
  const payPage = page.url();
  await page.goBack();
  await expect(page.getByText('This time is kept for you for')).toBeVisible();
  await goToPaystack(page, product, page.getByRole('button', { name: 'Pay ₦5,000' }));

  expect(page.url()).toBe(payPage);
  expect((await paystackState(product)).transactions.length).toBe(before + 1);
  await page.goto('/student/mentorship');
  await expect(
    page.getByRole('main').getByRole('link', { name: REACT_REVIEW }).and(page.locator('[href*="/session/"]')),
  ).toHaveCount(1);
});

test.describe('while Paystack is down', () => {
  test.use({ expectedErrors: [/status of 502/] });

  test('the time is kept, the page says so, and paying works later', async ({ product, newStudent }) => {
    const { id } = await offeringTitled(product, REACT_REVIEW);
    const { page } = await newStudent('Nneka Outage');
    await page.goto(checkoutPath(id, await firstOpenStart(product, id, 3)));
    await tellPaystack(product, '/__faults', { on: 'initialize', how: 'status', status: 503, times: 20 });

    await page.getByRole('button', { name: 'Pay ₦5,000' }).click();
    await expect(page.getByText('The payment service did not answer.')).toBeVisible({ timeout: 40_000 });
    await tellPaystack(product, '/__knobs', { faults: [] });
    await goToPaystack(page, product, page.getByRole('button', { name: 'Pay ₦5,000' }));
    await payAtPaystack(page);

    await expect(page.getByRole('heading', { name: 'You are booked' })).toBeVisible();
  });
});
