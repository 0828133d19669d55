import { PASSWORD, newEmail } from './caller.ts';
import { mailsTo } from './product.ts';
import { goToPaystack, payAtPaystack, pickDay, pickTime } from './steps.ts';
import { expect, test } from './story.ts';

test('a tutor publishes, a new student finds it, picks a time, pays, and both see it booked', async ({
  product,
  visitor,
  demoPerson,
}) => {
  const title = 'Svelte in one sitting';
  const tutor = await demoPerson('tutor@demo.test');

  await test.step('Tunde publishes an offering and opens his Sundays', async () => {
    await tutor.goto('/tutor/mentorship/schedule');
    await tutor.getByRole('link', { name: 'Create offering' }).click();
    // In a dialog, or on the page itself where the link was faster than the script.
    const form = tutor.locator('form', { has: tutor.getByLabel('Title') });
    await form.getByLabel('Title').fill(title);
    await form.getByLabel('Description').fill('From an empty folder to a page that saves.');
    await form.getByLabel('Duration').selectOption('60');
    await form.getByLabel('Price').fill('5,000');
    await form.getByRole('button', { name: 'Create offering' }).click();
    await expect(tutor.getByText('Your offering is created.')).toBeVisible();
    await expect(tutor.getByRole('link', { name: title, exact: true })).toBeVisible();

    await tutor.getByRole('button', { name: 'Add hours on Sunday' }).click();
    await tutor.getByLabel('Sunday, from').fill('15:00');
    await tutor.getByLabel('Sunday, to').fill('17:00');
    await tutor.getByRole('button', { name: 'Save hours' }).click();
    await expect(tutor.getByText('Your hours are saved.')).toBeVisible();
  });

  const student = await visitor();
  const email = newEmail('Chidi');
  await test.step('Chidi opens an account and finds it in the marketplace', async () => {
    await student.goto('/sign-up');
    await student.getByLabel('Your name').fill('Chidi Anyanwu');
    await student.getByLabel('E-mail').fill(email);
    await student.getByLabel('Password').fill(PASSWORD);
    await student.getByRole('button', { name: 'Open my account' }).click();
    await student.waitForURL('**/mentorship');
    await student.getByRole('searchbox', { name: 'Search' }).fill('svelte');
    await student.getByRole('searchbox', { name: 'Search' }).press('Enter');
    await student.getByRole('link', { name: title, exact: true }).click();
    await expect(student.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await student.getByRole('link', { name: 'Pick a time' }).click();
  });

  await test.step('he picks a Sunday, says what for, and pays', async () => {
    await pickDay(student, /^Sunday/);
    await pickTime(student, /^Sunday .*, 15:00 to 16:00$/);
    await student.getByLabel('What do you want to work on?').fill('Stores, and when not to use them.');
    await goToPaystack(student, product, student.getByRole('button', { name: 'Pay ₦5,000' }));
    await payAtPaystack(student);
    await expect(student.getByRole('heading', { name: 'You are booked' })).toBeVisible();
  });

  await test.step('his session stands, with the link', async () => {
    await student.getByRole('link', { name: 'Go to your session' }).click();
    await expect(student.getByRole('heading', { level: 1, name: `${title} with Tunde` })).toBeVisible();
    await expect(student.getByText('Stores, and when not to use them.')).toBeVisible();
    await expect(student.getByText(/^You meet at/)).toBeVisible();
    await student.goto('/student/mentorship?tab=pending');
    await expect(student.getByRole('link', { name: title, exact: true })).toBeVisible();
  });

  await test.step('Tunde sees it under Pending', async () => {
    await tutor.goto('/tutor/mentorship?tab=pending');
    await expect(tutor.getByRole('link', { name: new RegExp(`Chidi Anyanwu .*${title}`) })).toBeVisible();
  });

  await test.step('both have mail', async () => {
    await expect.poll(async () => (await mailsTo(product, email)).length).toBe(1);
    const tutorMails = async () => (await mailsTo(product, 'tutor@demo.test')).map(({ text }) => text).join('\n');
    await expect.poll(tutorMails).toContain('Chidi');
  });
});
