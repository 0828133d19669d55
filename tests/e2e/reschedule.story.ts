import { bookPaid } from './asking.ts';
import { mailsTo, paystackState } from './product.ts';
import { firstOpenStart, offeringTitled, openStarts, nextMonth, pickDay, pickTime, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

test('a student moves a paid session without paying again', async ({ product, newStudent, demoPerson }) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page } = await newStudent('Kunle Mover');
  const slot = await firstOpenStart(product, id, 4);
  const path = await bookPaid(page, product, id, slot);
  const paidBefore = (await paystackState(product)).transactions.length;

  const moved = await test.step('he picks another time on a page that says what happens to the money', async () => {
    await page.getByRole('link', { name: 'Move to another time' }).click();
    await expect(page.getByText('What you paid moves along; nothing is charged again')).toBeVisible();
    await nextMonth(page);
    await pickDay(page, /./);
    const time = await (await pickTime(page)).getAttribute('value');
    await page.getByRole('button', { name: /^Move to \w/ }).click();
    await expect(page.getByText('Moved. Tunde has been told, and nothing is charged again.')).toBeVisible();
    return time;
  });

  await test.step('it is paid and confirmed at the new time, and the old one is free', async () => {
    await page.goto(path);
    await expect(page.getByText('Paid · confirmed')).toBeVisible();
    await expect(page.getByText('First booked for')).toBeVisible();
    expect(await openStarts(product, id, 3)).toContain(slot);
    expect((await paystackState(product)).transactions.length).toBe(paidBefore);
    await page.goto('/student/payments');
    await expect(page.getByRole('listitem').filter({ hasText: REACT_REVIEW })).toHaveCount(1);
  });

  await test.step('Tunde sees the new time, and has mail', async () => {
    const tutor = await demoPerson('tutor@demo.test');
    await tutor.goto(path);
    const shown = tutor.locator(`time[datetime^="${(moved ?? '').slice(0, 16)}"]`);
    await expect(shown.first()).toBeVisible();
    const mails = async () => (await mailsTo(product, 'tutor@demo.test')).map(({ text }) => text).join('\n');
    await expect.poll(mails).toMatch(/Kunle[\s\S]*moved|moved[\s\S]*Kunle/i);
  });
});
