import { askFirst, requestOf } from './asking.ts';
import { mailsTo } from './product.ts';
import { firstOpenStart, nextMonth, offeringTitled, pickDay, pickTime, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

test('a declined student reads why, and asks for another time', async ({ product, newStudent, demoPerson }) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page, email } = await newStudent('Hauwa Declined');
  const slot = await firstOpenStart(product, id, 3);
  const path = await askFirst(page, id, slot, 'Reducers.');
  const tutor = await demoPerson('tutor@demo.test');

  await test.step('Tunde declines with a ready reason and his own words', async () => {
    await tutor.goto('/tutor/mentorship');
    await tutor.getByRole('link', { name: /^Decline Hauwa Declined/ }).click();
    const dialog = tutor.getByRole('dialog', { name: 'Decline this request?' });
    await dialog.getByText('I am fully booked.').click();
    await dialog.getByLabel('In your own words').fill('Next week is better.');
    await dialog.getByRole('button', { name: 'Decline request' }).click();
    await expect(tutor.getByText('Declined. The student has been told why')).toBeVisible();
  });

  await test.step('Hauwa reads it on the page, in her list and in her mail', async () => {
    const reason = 'I am fully booked. Next week is better.';
    await page.goto(path);
    await expect(page.getByText('Nothing was charged.').first()).toBeVisible();
    await expect(page.getByText(reason)).toBeVisible();
    await page.goto('/student/mentorship?tab=rejected');
    await expect(page.getByText(reason)).toBeVisible();
    const mails = async () => (await mailsTo(product, email)).map(({ text }) => text).join('\n');
    await expect.poll(mails).toContain(reason);
  });

  await test.step('she asks again, for another day', async () => {
    await page.getByRole('link', { name: 'Request again' }).click();
    await page.waitForURL('**/mentorship/checkout?**');
    await nextMonth(page);
    await pickDay(page, /./);
    await pickTime(page);
    await page.getByRole('button', { name: 'Ask Tunde' }).click();
    await page.waitForURL('**/mentorship/session/**');
    expect(new URL(page.url()).pathname).not.toBe(path);
    await expect(page.getByText('Awaiting Tunde')).toBeVisible();
    await tutor.goto('/tutor/mentorship');
    await expect(requestOf(tutor, 'Hauwa Declined')).toHaveCount(1);
  });
});
