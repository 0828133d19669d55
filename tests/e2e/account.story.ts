import { mailsTo, type Product } from './product.ts';
import { PASSWORD } from './caller.ts';
import { expect, test } from './story.ts';

test.use({ expectedErrors: [/status of (401|410|422)/] });

const NEW_PASSWORD = 'an even longer password';

/** The path of the link in the newest mail to somebody that has one like it. */
async function linkTo(product: Product, email: string, path: string): Promise<string> {
  const pattern = new RegExp(`\\S+(${path}\\?token=[\\w.~-]+)`);
  const find = async () => (await mailsTo(product, email)).map(({ text }) => pattern.exec(text)?.[1]).find(Boolean);
  await expect.poll(find).toBeTruthy();
  return (await find()) ?? '';
}

test('a forgotten password is set anew from the mailbox, by a link that works once; then the account is deleted', async ({
  product,
  newStudent,
  visitor,
}) => {
  const { page: phone, email } = await newStudent('Folake Forgets');
  const page = await visitor();
  await test.step('a link comes by mail, and sets a new password', async () => {
    await page.goto('/sign-in');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Forgot your password?' })).toBeVisible();
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await expect(page.getByText('Look into your mailbox')).toBeVisible();
    const link = await linkTo(product, email, '/reset-password');
    const answer = await page.goto(link);
    expect(answer?.headers()).toMatchObject({ 'referrer-policy': 'same-origin', 'cache-control': 'no-store' });
    await page.getByLabel('New password').fill(NEW_PASSWORD);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await expect(page.getByText('Your new password is set')).toBeVisible();
    await page.goto(link);
    await expect(page.getByRole('heading', { level: 1, name: 'This link is used up' })).toBeVisible();
  });

  await test.step('the phone is signed out, and only the new password opens the account', async () => {
    await phone.goto('/settings/data');
    await expect(phone.getByRole('heading', { level: 1, name: 'Welcome back' })).toBeVisible();
    const signIn = async (password: string) => {
      await phone.getByLabel('E-mail').fill(email);
      await phone.getByLabel('Password').fill(password);
      await phone.getByRole('button', { name: 'Sign in' }).click();
    };
    await signIn(PASSWORD);
    await expect(phone.getByText('do not match')).toBeVisible();
    await signIn(NEW_PASSWORD);
    await expect(phone.getByRole('heading', { name: 'Delete your account' })).toBeVisible();
  });

  await test.step('the account is deleted for good', async () => {
    await phone.getByRole('link', { name: 'See what would happen' }).click();
    await phone.getByLabel('Your password').fill(NEW_PASSWORD);
    await phone.getByLabel('I understand that this cannot be taken back').check();
    await phone.getByRole('button', { name: 'Delete my account' }).click();
    await expect(phone.getByText('Your account is deleted')).toBeVisible();
    await expect.poll(async () => (await mailsTo(product, email))[0]?.subject).toBe('Your account is deleted');
  });
});

test('a student applies, an admin accepts, and the new mentor has a page', async ({
  newStudent,
  demoPerson,
  visitor,
}) => {
  const { page } = await newStudent('Obinna Offers');
  await page.goto('/become-a-tutor');
  await page.getByText('As a mentor').click();
  await page.getByLabel('In one line').fill('Hardware, from sketch to factory');
  await page.getByLabel('About you').fill('I have shipped four products.');
  await page.getByLabel('Why do you want to teach here?').fill('Somebody did it for me.');
  await page.getByRole('button', { name: 'Send the application' }).click();
  await expect(page.getByText('Thank you, your application is with us')).toBeVisible();

  const admin = await demoPerson('admin@demo.test');
  await admin.goto('/admin/mentorship?tab=tutors');
  const application = admin.getByRole('listitem').filter({ hasText: 'Obinna Offers' });
  await application.getByText('Read and answer').click();
  await application.getByLabel('Your answer').fill('Glad to have you.');
  await application.getByRole('button', { name: 'Accept Obinna Offers' }).click();
  await expect(admin.getByText('They teach here now')).toBeVisible();

  await page.goto('/settings/profile');
  const mine = await page.getByRole('link', { name: 'See your page as students do' }).getAttribute('href');
  const anybody = await visitor();
  await anybody.goto(mine ?? '');
  await expect(anybody.getByRole('heading', { level: 1, name: 'Obinna Offers' })).toBeVisible();
  await expect(anybody.getByText('I have shipped four products.')).toBeVisible();
});

test('what is refused after something was done is said, and what was typed stays', async ({ newStudent }) => {
  const { page } = await newStudent('Rita Retry');
  await page.goto('/settings/security?done=password'); // where a changed password leads
  const form = page.locator('form').filter({ has: page.getByLabel('New address') });
  await form.getByLabel('New address').fill('rita.retry@example.test');
  await form.getByLabel('Your password').fill('not the password');
  await form.getByRole('button', { name: 'Send the link' }).click();

  await expect(form.getByText('That is not your password').first()).toBeVisible();
  await expect(form.getByLabel('New address')).toHaveValue('rita.retry@example.test');
});
