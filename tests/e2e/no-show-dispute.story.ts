import { bookPaid, moveClockTo, untilShown } from './asking.ts';
import { firstOpenStart, offeringTitled, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

const MINUTE = 1 / 60; // of an hour

test('only the tutor comes and says so; the student disputes it, an admin decides, and the money follows', async ({
  product,
  newStudent,
  demoPerson,
}) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page } = await newStudent('Lanre Absent');
  const slot = await firstOpenStart(product, id, 3);
  const path = await bookPaid(page, product, id, slot);
  const tutor = await demoPerson('tutor@demo.test');
  const movements = tutor.getByRole('listitem').filter({ hasText: 'with Lanre Absent' });

  await test.step('Tunde joins five minutes early', async () => {
    await moveClockTo(product, slot, -5 * MINUTE);
    await tutor.goto(path);
    await tutor.getByRole('button', { name: 'Join' }).click();
    await tutor.waitForURL(`${product.zoomUrl}/j/**`);
  });

  await test.step('nobody comes, and he says so after a quarter of an hour', async () => {
    await moveClockTo(product, slot, 16 * MINUTE);
    await tutor.goto(path);
    await tutor.getByRole('link', { name: 'Lanre did not come' }).click();
    await expect(tutor.getByText('Nothing is returned, and your share stays yours.')).toBeVisible();
    await tutor.getByLabel('What happened?').fill('I waited alone.');
    await tutor.getByRole('button', { name: 'Yes, Lanre did not come' }).click();
    await expect(tutor.getByText('Noted. You both get a mail.')).toBeVisible();
    await expect(tutor.getByText('Lanre was absent')).toBeVisible();
  });

  await test.step('Lanre disputes it, and the money is held', async () => {
    await page.goto(path);
    await expect(page.getByText('You were absent')).toBeVisible();
    await page.getByRole('link', { name: 'Something was not right' }).click();
    await page.getByLabel('What was not right?').fill('The link led nowhere.');
    await page.getByRole('button', { name: 'Send to our team' }).click();
    await expect(page.getByText('You disputed this session')).toBeVisible();
    await tutor.goto(path);
    await expect(tutor.getByText('Your share of ₦3,500 is held until an admin has decided.')).toBeVisible();
    await tutor.goto('/tutor/wallet');
    await expect(tutor.getByText(/is held by a dispute$/)).toBeVisible();
    await expect(movements.filter({ hasText: /Held by a dispute:/ })).toHaveCount(1);
  });

  await test.step('an admin reads both sides and returns half', async () => {
    const admin = await demoPerson('admin@demo.test');
    await admin.goto('/admin/mentorship');
    await admin.getByRole('link', { name: `Decide ${REACT_REVIEW} of Lanre Absent` }).click();
    await expect(admin.getByText('The link led nowhere.').first()).toBeVisible();
    await expect(admin.getByText('I waited alone.').first()).toBeVisible();
    await admin.getByText('It did not take place').click();
    await admin.getByLabel('How much of the price goes back to Lanre?').fill('50');
    await expect(admin.getByText('Tunde keeps ₦1,750, the platform ₦750.')).toBeVisible();
    await admin.getByLabel('Why?').fill('Both could have written.');
    await admin.getByRole('button', { name: 'Decide' }).click();
    await expect(admin.getByText('Decided. Both people have been told')).toBeVisible();
  });

  await test.step('half comes back to Lanre, and Tunde has the rest of his share', async () => {
    await untilShown(page, path, () => page.getByText('₦2,500 was sent back on'));
    await expect(page.getByText('Our team has decided')).toBeVisible();
    await expect(page.getByText('Both could have written.').first()).toBeVisible();
    await page.goto('/student/payments');
    await expect(page.getByText('₦2,500 back because an admin decided so')).toBeVisible();
    await tutor.goto(path);
    await expect(tutor.getByText(/Your share of ₦1,750 is (released on|in your wallet)/)).toBeVisible();
    await tutor.goto('/tutor/wallet');
    await expect(movements.filter({ hasText: 'Dispute decided' })).toHaveCount(1);
    await expect(movements.filter({ hasText: 'Your part of what goes back' })).toContainText('−₦1,750');
    await expect(movements.filter({ hasText: 'It is held by a dispute' })).toHaveCount(0);
  });
});
