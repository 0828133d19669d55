import { createCaller } from './caller.ts';
import { firstOpenStart, offeringTitled, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

const SCHEDULE = '/tutor/mentorship/schedule';

test.use({ expectedErrors: [/status of (409|422)/] });

test('a tutor sets a week and publishes without JavaScript, and nothing typed is lost on the way', async ({
  demoPerson,
}) => {
  const mentor = await demoPerson('mentor@demo.test', { javaScriptEnabled: false });

  await test.step('Ngozi adds a range, copies the day, and mistypes an end', async () => {
    await mentor.goto(SCHEDULE);
    await mentor.getByRole('button', { name: 'Add hours on Sunday' }).click();
    await mentor.getByLabel('Sunday, from').fill('8');
    await mentor.getByLabel('Sunday, to').fill('0730');
    await mentor.getByLabel('Shortest notice').selectOption('1440');
    await mentor.getByRole('button', { name: 'Save hours' }).click();
    await expect(mentor.getByRole('alert')).toContainText('Sunday: the end must be after the start.');
    await expect(mentor.getByLabel('Sunday, from')).toHaveValue('8');
    await expect(mentor.getByLabel('Shortest notice')).toHaveValue('1440');
  });

  await test.step('she puts it right, and the times are read as she meant them', async () => {
    await mentor.getByLabel('Sunday, to').fill('12pm');
    await mentor.getByLabel('Sunday, to').press('Enter');
    await expect(mentor.getByText('Your hours are saved.')).toBeVisible();
    await expect(mentor.getByLabel('Sunday, from')).toHaveValue('08:00');
    await expect(mentor.getByLabel('Sunday, to')).toHaveValue('12:00');
  });

  await test.step('she publishes, after a price that cannot be', async () => {
    await mentor.getByRole('link', { name: 'Create offering' }).click();
    await mentor.getByLabel('Title').fill('Salary talk, rehearsed');
    await mentor.getByLabel('Price').fill('49');
    await mentor.getByLabel('Book at once').uncheck();
    await mentor.getByLabel('Ask me first').check();
    await mentor.getByRole('button', { name: 'Create offering' }).click();
    await expect(mentor.getByRole('alert')).toContainText('A price lies between ₦50 and');
    await expect(mentor.getByLabel('Title')).toHaveValue('Salary talk, rehearsed');
    await expect(mentor.getByLabel('Ask me first')).toBeChecked();
    await mentor.getByLabel('Price').fill('4,500');
    await mentor.getByRole('button', { name: 'Create offering' }).click();
    await expect(mentor.getByText('Your offering is created.')).toBeVisible();
    await expect(mentor.getByRole('link', { name: 'Salary talk, rehearsed', exact: true })).toBeVisible();
  });

  await test.step('and takes it back', async () => {
    await mentor.getByRole('link', { name: 'Delete Salary talk, rehearsed' }).click();
    await mentor.getByRole('button', { name: 'Delete offering' }).click();
    await expect(mentor.getByText('The offering is deleted.')).toBeVisible();
    await expect(mentor.getByRole('link', { name: 'Salary talk, rehearsed', exact: true })).toHaveCount(0);
  });
});

test('an offering that somebody counts on is not deleted, and its request is answered from the list', async ({
  product,
  demoPerson,
  newStudent,
}) => {
  const { page: student } = await newStudent('Dayo');
  const offering = await offeringTitled(product, REACT_REVIEW);
  const scheduledAt = await firstOpenStart(product, offering.id, 5);
  const asked = await student.request.post('/action/beginMentorshipCheckout', {
    data: { offeringId: offering.id, bookingMode: 'REQUEST', scheduledAt },
  });
  expect(asked.ok(), await asked.text()).toBe(true);
  const tutor = await demoPerson('tutor@demo.test');

  await test.step('Tunde is told how many count on it', async () => {
    await tutor.goto(SCHEDULE);
    await tutor.getByRole('link', { name: `Delete ${REACT_REVIEW}` }).click();
    const dialog = tutor.getByRole('dialog', { name: 'Delete this offering?' });
    await dialog.getByRole('button', { name: 'Delete offering' }).click();
    await expect(dialog.getByRole('alert')).toContainText(/still has \d+ sessions? that (is|are) booked/);
    await dialog.getByRole('link', { name: 'Keep it' }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step('he declines with a reason', async () => {
    await tutor.goto('/tutor/mentorship');
    await tutor.getByRole('link', { name: /^Decline Dayo/ }).click();
    const dialog = tutor.getByRole('dialog', { name: 'Decline this request?' });
    await dialog.getByRole('button', { name: 'Decline request' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Please say why');
    await dialog.getByText('I am fully booked.').click();
    await dialog.getByRole('button', { name: 'Decline request' }).click();
    await expect(tutor.getByText('Declined. The student has been told why')).toBeVisible();
    await tutor.goto('/tutor/mentorship?tab=completed');
    await expect(tutor.getByRole('listitem').filter({ hasText: 'Dayo' })).toContainText('Declined');
  });
});

test('a student is told whose page it is, and someone signed out comes back to it', async ({ product, demoPerson }) => {
  const student = await demoPerson('student@demo.test');
  const answer = await student.request.get(SCHEDULE);
  expect(answer.status()).toBe(403);
  expect(await answer.text()).toContain('This page is for tutors and mentors.');
  const signedOut = await createCaller(product.url, null).get(SCHEDULE);
  expect(signedOut.status).toBe(303);
});
