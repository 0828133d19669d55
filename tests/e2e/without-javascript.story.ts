import { newEmail, PASSWORD } from './caller.ts';
import { goToPaystack, offeringTitled, payAtPaystack, pickTime, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

test.use({ expectedErrors: [/status of 409/] });

test('the whole way from the marketplace to a paid session works without JavaScript', async ({ product, visitor }) => {
  const { title } = await offeringTitled(product, REACT_REVIEW);
  const page = await visitor({ javaScriptEnabled: false });

  await test.step('finds the offering', async () => {
    await page.goto('/mentorship');
    await page.getByRole('searchbox', { name: 'Search' }).fill('code review');
    await page.getByRole('searchbox', { name: 'Search' }).press('Enter');
    await page.getByRole('link', { name: title, exact: true }).click();
    await page.getByRole('link', { name: 'Pick a time' }).click();
  });

  await test.step('picks a day of next month, and a time', async () => {
    await page.getByRole('link', { name: /^Next month/ }).click();
    const open = page.getByRole('grid').getByRole('link', { name: /, free times$/ });
    await open.first().click();
    await pickTime(page);
    await page.getByLabel('What do you want to work on?').fill('Effects that run twice.');
  });

  await test.step('is sent to sign in, opens an account, and finds time and words again', async () => {
    await page.getByRole('button', { name: 'Pay ₦5,000' }).click();
    await page.waitForURL('**/sign-in?**');
    await page.getByRole('link', { name: 'Open an account' }).click();
    await page.getByLabel('Your name').fill('Efe Noscript');
    await page.getByLabel('E-mail').fill(newEmail('Efe'));
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Open my account' }).click();
    await page.waitForURL('**/mentorship/checkout?**');
    await expect(page.getByRole('radio', { checked: true })).toHaveCount(1);
    await expect(page.getByLabel('What do you want to work on?')).toHaveValue('Effects that run twice.');
  });

  await test.step('pays, and is told that it worked', async () => {
    await goToPaystack(page, product, page.getByRole('button', { name: 'Pay ₦5,000' }));
    await payAtPaystack(page);
    // Without JavaScript the page asks again by itself until the payment is known.
    await expect(page.getByRole('heading', { name: 'You are booked' })).toBeVisible({ timeout: 20_000 });
    await page.getByRole('link', { name: 'Go to your session' }).click();
    await expect(page.getByText('Effects that run twice.')).toBeVisible();
  });
});

test('a lost time is told without JavaScript, too, and another is one press away', async ({ product, newStudent }) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const slow = await newStudent('Femi Slow', { javaScriptEnabled: false });
  const quick = await newStudent('Gozie Quick');
  await slow.page.goto(`/mentorship/checkout?offeringId=${id}`);
  await slow.page
    .getByRole('grid')
    .getByRole('link', { name: /, free times$/ })
    .last()
    .click();
  const slot = (await (await pickTime(slow.page)).getAttribute('value')) ?? '';
  await slow.page.getByLabel('What do you want to work on?').fill('Forms.');
  const answer = await quick.page.request.post('/action/beginMentorshipCheckout', {
    data: { offeringId: id, scheduledAt: slot },
  });
  expect(answer.status()).toBe(200);

  await slow.page.getByRole('button', { name: 'Pay ₦5,000' }).click();

  await expect(slow.page.getByText('That time has just been taken.')).toBeVisible();
  await expect(slow.page.getByLabel('What do you want to work on?')).toHaveValue('Forms.');
  await goToPaystack(slow.page, product, slow.page.getByRole('button', { name: /^Book \w/ }).first());
});
