import { askFirst } from './asking.ts';
import { mailsTo } from './product.ts';
import {
  firstOpenStart,
  goToPaystack,
  nextMonth,
  offeringTitled,
  payAtPaystack,
  pickDay,
  pickTime,
  REACT_REVIEW,
} from './steps.ts';
import { expect, test } from './story.ts';

test('the tutor offers another time, and the student takes it and pays', async ({
  product,
  newStudent,
  demoPerson,
}) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page, email } = await newStudent('Ireti Moved');
  const slot = await firstOpenStart(product, id, 3);
  const path = await askFirst(page, id, slot, 'Keys of lists.');
  const tutor = await demoPerson('tutor@demo.test');

  const offered = await test.step('Tunde offers a time of next month, with a few words', async () => {
    await tutor.goto('/tutor/mentorship');
    await tutor.getByRole('link', { name: /^Other time for Ireti Moved/ }).click();
    await expect(tutor.getByRole('heading', { level: 1, name: 'Offer another time' })).toBeVisible();
    await nextMonth(tutor);
    await pickDay(tutor, /./);
    const time = await (await pickTime(tutor)).getAttribute('value');
    await tutor.getByLabel('A few words to Ireti').fill('I am away until then.');
    await tutor.getByRole('button', { name: /^Offer \w/ }).click();
    await expect(tutor.getByText('Sent. Ireti says yes or no.')).toBeVisible();
    return time;
  });

  await test.step('Ireti has mail, and takes it', async () => {
    const mails = async () => (await mailsTo(product, email)).map(({ text }) => text).join('\n');
    await expect.poll(mails).toContain('I am away until then.');
    await page.goto('/student/mentorship?tab=awaiting');
    await expect(page.getByText('Tunde offers another time:')).toBeVisible();
    await expect(page.getByText('A yes counts as approved: then you pay.')).toBeVisible();
    await page.getByRole('button', { name: 'Take this time' }).click();
    await expect(page.getByText('The new time is approved.')).toBeVisible();
  });

  await test.step('she pays for the new time', async () => {
    await page.goto(path);
    await goToPaystack(page, product, page.getByRole('main').getByRole('button', { name: 'Pay ₦5,000' }));
    await payAtPaystack(page);
    await expect(page.getByRole('heading', { name: 'You are booked' })).toBeVisible();
    await page.goto(path);
    await expect(page.getByText('Paid · confirmed')).toBeVisible();
    const times = page.locator('time');
    const shown = await times.evaluateAll((list) => list.map((one) => Date.parse(one.getAttribute('datetime') ?? '')));
    expect(shown).toContain(Date.parse(offered ?? ''));
    expect(shown).not.toContain(Date.parse(slot));
  });
});
