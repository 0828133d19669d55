import { mailsTo } from './product.ts';
import { FREE_HELLO, firstOpenStart, offeringTitled } from './steps.ts';
import { begin } from './places.ts';
import { expect, test } from './story.ts';

test('a student chooses their mails without JavaScript, and stops others from the mail itself', async ({
  product,
  newStudent,
  visitor,
}) => {
  const { page, email } = await newStudent('Uche Quiet', { javaScriptEnabled: false });

  await test.step('turns the reminders off', async () => {
    await page.goto('/mentorship');
    await page.locator('summary', { hasText: 'Your account, Uche Quiet' }).click();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Notifications', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Reminders, by mail' }).uncheck();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await expect(page.getByRole('checkbox', { name: 'Reminders, by mail' })).not.toBeChecked();
    await expect(page.getByRole('checkbox', { name: 'Reminders, as a toast' })).toBeChecked();
    await expect(page.getByText('otherwise you would wait for somebody who does not come')).toBeVisible();
  });

  await test.step('stops mails about bookings by the link of one, signed out', async () => {
    const { id } = await offeringTitled(product, FREE_HELLO);
    await begin(product, page.request, id, await firstOpenStart(product, id, 5));
    const booked = async () => (await mailsTo(product, email)).find(({ subject }) => subject.startsWith('Booked:'));
    await expect.poll(booked).toBeDefined();
    const link = /\S+(\/mail\/unsubscribe\/\S+)/.exec((await booked())?.text ?? '')?.[1] ?? '';
    const stranger = await visitor();
    await stranger.goto(link);
    await stranger.getByRole('button', { name: 'Stop these mails' }).click();
    await expect(stranger.getByText('They are off.')).toBeVisible();
    await page.reload();
    await expect(page.getByRole('checkbox', { name: 'New bookings, by mail' })).not.toBeChecked();
    await expect(page.getByRole('checkbox', { name: 'Meeting link and delays, by mail' })).toBeChecked();
  });
});
