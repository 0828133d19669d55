import { firstOpenStart, offeringTitled, openStarts, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

const SCHEDULE = '/tutor/mentorship/schedule';
const LAGOS = 'Africa/Lagos';

test.use({ expectedErrors: [/status of (409|422)/] });

const dateIn = (iso: string) => new Intl.DateTimeFormat('en-CA', { timeZone: LAGOS }).format(new Date(iso));
const clockIn = (iso: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: LAGOS, timeStyle: 'short' }).format(new Date(iso));

test('a tutor takes a day off on a phone, sees what stays, and learns why a time is not offered', async ({
  product,
  demoPerson,
  newStudent,
}) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const start = await firstOpenStart(product, id, 6);
  const day = dateIn(start);
  const { page: student } = await newStudent('Chidi Booked');
  const booked = await student.request.post('/action/beginMentorshipCheckout', {
    data: { offeringId: id, scheduledAt: start },
  });
  expect(booked.ok(), await booked.text()).toBe(true);
  const tutor = await demoPerson('tutor@demo.test', { viewport: { width: 360, height: 800 } });
  const form = tutor.getByRole('dialog', { name: 'Day off or special hours' });
  const offeredThatDay = async () => (await openStarts(product, id)).filter((one) => dateIn(one) === day);
  const ask = async (time: string) => {
    await tutor.getByLabel('Offering', { exact: true }).selectOption(id);
    await tutor.getByLabel('Day', { exact: true }).fill(day);
    await tutor.getByLabel('Begins at').fill(time);
    await tutor.getByLabel('Begins at').press('Enter');
  };

  await test.step('he asks what a day off would change, and is told who is booked', async () => {
    await tutor.goto(SCHEDULE);
    // A key that is pressed while the page's script arrives may be lost: who sees nothing presses again.
    await expect(async () => {
      const add = tutor.getByRole('link', { name: 'Add a day off or special hours' });
      if (!(await form.isVisible())) await add.press('Enter', { timeout: 2_000 });
      await expect(form).toBeVisible({ timeout: 3_000 });
    }).toPass();
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(form.getByRole('alert')).toContainText('Choose a date.');
    await form.getByLabel('Date', { exact: true }).fill(day);
    await form.getByRole('button', { name: 'See what changes' }).click();
    await expect(form.getByRole('status')).toContainText(/\d+ openings of 1 h will be taken off/);
    // Stories before this one may have booked him on that day, too.
    await expect(form.getByRole('status')).toContainText(/\d+ booked sessions? stays? on that day\./);
    await expect(form.getByRole('status')).toContainText(`${REACT_REVIEW} with Chidi Booked`);
    expect(await offeredThatDay()).not.toEqual([]);
  });

  await test.step('he saves, and nobody new can book', async () => {
    await form.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(tutor.getByText('Saved: nobody new can book you then.')).toBeVisible();
    await expect(form).toBeHidden();
    await expect(tutor.getByRole('link', { name: `${REACT_REVIEW} with Chidi Booked` })).toBeVisible();
    expect(await offeredThatDay()).toEqual([]);
  });

  await test.step('the same date again is refused, with everything typed still there', async () => {
    await tutor.getByRole('link', { name: 'Add a date' }).click();
    await form.getByText('Special hours', { exact: true }).click();
    await form.getByLabel('Date', { exact: true }).fill(day);
    await form.getByLabel('Range 1, from').fill('8pm');
    await form.getByLabel('Range 1, to').fill('22');
    await form.getByLabel('Range 1, to').press('Enter');
    await expect(form.getByRole('alert')).toContainText('is a day off already');
    await expect(form.getByLabel('Range 1, from')).toHaveValue('8pm');
    await tutor.keyboard.press('Escape');
    await expect(form).toBeHidden();
  });

  await test.step('asked why, the page names the day off and the session, and leads to what changes it', async () => {
    await ask(clockIn(start));
    const answer = tutor.getByRole('region', { name: 'Why is this time not offered?' });
    await expect(answer).toContainText('is a day off.');
    await expect(answer).toContainText(`It overlaps “${REACT_REVIEW}” with Chidi Booked`);
    await answer.getByRole('link', { name: 'Change that day' }).click();
    const change = tutor.getByRole('dialog', { name: 'Change these dates' });
    await change.getByText('Special hours', { exact: true }).click();
    await change.getByLabel('Range 1, from').fill('20:00');
    await change.getByLabel('Range 1, to').fill('22:00');
    await change.getByRole('button', { name: 'Save changes' }).click();
    await expect(tutor.getByText('Your special hours are saved.')).toBeVisible();
    expect((await offeredThatDay()).map(clockIn)).toEqual(['20:00', '20:30', '21:00']);
  });

  await test.step('the new times are offered, and others are not', async () => {
    const answer = tutor.getByRole('region', { name: 'Why is this time not offered?' });
    await ask('8pm');
    await expect(answer).toContainText('Students can book it now.');
    await ask('21:30');
    await expect(answer).toContainText('would end after them');
    await answer.getByRole('link', { name: /21:00$/ }).click();
    await expect(answer).toContainText('Students can book it now.');
  });

  await test.step('removed, the weekly hours count again', async () => {
    await tutor
      .getByRole('button', { name: /^Remove / })
      .last()
      .click();
    await expect(tutor.getByText('Your weekly hours count there again.')).toBeVisible();
    expect((await offeredThatDay()).length).toBeGreaterThan(0);
  });
});
