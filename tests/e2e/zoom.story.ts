import { bookPaid, moveClockTo, untilShown } from './asking.ts';
import { advanceClock, mailsTo, tellZoom } from './product.ts';
import { firstOpenStart, offeringTitled, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

const FIVE_MINUTES_BEFORE = -5 / 60;

test('Zoom is down and the tutor told; it comes back with a link; the student enters, and the session is in progress', async ({
  product,
  newStudent,
}) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page } = await newStudent('Zuri Zoom');
  const slot = await firstOpenStart(product, id, 3);
  const link = () => page.getByText(`${product.zoomUrl}/j/`);

  await tellZoom(product, '/__faults', { on: 'create', how: 'status', times: 10 });
  const path = await bookPaid(page, product, id, slot);

  await test.step('the booking stands without a link, and Tunde is asked for one', async () => {
    await expect(page.getByText('Paid · confirmed')).toBeVisible();
    await advanceClock(product, 3);
    const asked = async () => {
      const mails = await mailsTo(product, 'tutor@demo.test');
      return mails.filter(({ subject, text }) => /meeting link/i.test(subject) && text.includes('Zuri Zoom')).length;
    };
    await expect.poll(asked).toBe(1);
    await page.reload();
    await expect(link()).toHaveCount(0);
  });

  await test.step('Zoom is back, and the link is there', async () => {
    await tellZoom(product, '/__knobs', { faults: [] });
    await advanceClock(product, 10);
    await untilShown(page, path, link);
  });

  await test.step('she joins and enters, and the session is in progress', async () => {
    await moveClockTo(product, slot, FIVE_MINUTES_BEFORE);
    await page.goto(path);
    await page.getByRole('button', { name: 'Join' }).click();
    await page.waitForURL(`${product.zoomUrl}/j/**`);
    await page.getByRole('button', { name: 'Enter the meeting' }).click();
    await expect(page.getByText('You are inside as Guest.')).toBeVisible();
    await untilShown(page, path, () => page.getByText('The session is under way.'));
  });
});
