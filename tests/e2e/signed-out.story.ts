import { checkoutPath, firstOpenStart, goToPaystack, offeringTitled, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';
import { signUpStudent, PASSWORD } from './caller.ts';

test.use({ expectedErrors: [/status of 401/] });

test('a signed-out visitor keeps the time and the words through signing in', async ({ product, visitor }) => {
  const { email } = await signUpStudent(product.url, 'Obinna Returning');
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const slot = await firstOpenStart(product, id, 6);
  const page = await visitor();
  await page.goto(checkoutPath(id, slot));
  await page.getByLabel('What do you want to work on?').fill('Naming things.');

  await page.getByRole('button', { name: 'Pay ₦5,000' }).click();
  await page.waitForURL('**/sign-in?**');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill('not the password at all');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('That e-mail and password do not match.')).toBeVisible();
  await expect(page.getByLabel('E-mail')).toHaveValue(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();

  await page.waitForURL('**/mentorship/checkout?**');
  await expect(page.getByRole('radio', { checked: true })).toHaveValue(slot);
  await expect(page.getByLabel('What do you want to work on?')).toHaveValue('Naming things.');
  await goToPaystack(page, product);
});

test('signing out ends the session on every page', async ({ newStudent }) => {
  const { page } = await newStudent('Pelumi Leaves');
  await page.goto('/student/mentorship');
  await page.locator('summary').filter({ hasText: 'Your account, Pelumi Leaves' }).click();

  await page.getByRole('button', { name: 'Sign out' }).click();

  await expect(page.getByRole('link', { name: 'Sign in' }).first()).toBeVisible();
  await page.goto('/student/mentorship');
  await page.waitForURL('**/sign-in?**');
});
