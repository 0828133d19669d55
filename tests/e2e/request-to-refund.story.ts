import type { Product } from './product.ts';
import { mailsTo } from './product.ts';
import { askFirst, moveClockTo, requestOf, untilShown } from './asking.ts';
import { firstOpenStart, goToPaystack, offeringTitled, payAtPaystack, REACT_REVIEW } from './steps.ts';
import { expect, test, type Visitor } from './story.ts';
import type { Page } from '@playwright/test';

/** What comes back by the standard policy, by how long before the start the student cancels. */
type Ending = { hoursBefore: number; preview: string; returned: string; onSession: string; kept: string };

const HALF: Ending = {
  hoursBefore: 5,
  preview: '₦2,500 comes back to you',
  returned: '₦2,500',
  onSession: 'A part of the ₦5,000 was returned.',
  kept: 'Your share of ₦1,750 is released on',
};
const ALL: Ending = {
  hoursBefore: 30,
  preview: '₦5,000 comes back to you',
  returned: '₦5,000',
  onSession: '₦5,000 was returned.',
  kept: 'Your share went back with the rest.',
};

test('a request is approved with a note, paid, cancelled as previewed, and half of the money arrives', async ({
  product,
  newStudent,
  demoPerson,
}) => {
  const name = 'Folake Half';
  await fromRequestToRefund(product, await newStudent(name), name, await demoPerson('tutor@demo.test'), HALF);
});

test('the same way works without JavaScript, and all of the money arrives', async ({
  product,
  newStudent,
  demoPerson,
}) => {
  const name = 'Gbenga Whole';
  const options = { javaScriptEnabled: false };
  const student = await newStudent(name, options);
  await fromRequestToRefund(product, student, name, await demoPerson('tutor@demo.test', options), ALL);
});

async function fromRequestToRefund(
  product: Product,
  { page, email }: Visitor,
  name: string,
  tutor: Page,
  ending: Ending,
): Promise<void> {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const slot = await firstOpenStart(product, id, 4);
  const [first = name] = name.split(' ');

  const path = await test.step('the student asks first, and nothing is charged', async () => {
    const asked = await askFirst(page, id, slot, 'Effects that run twice.');
    await expect(page.getByText('Awaiting Tunde')).toBeVisible();
    await expect(page.getByText('Nothing is charged before the answer.')).toBeVisible();
    return asked;
  });

  await test.step('Tunde finds it first thing, and says yes with a note', async () => {
    await tutor.goto('/tutor/mentorship');
    const row = requestOf(tutor, name);
    await expect(row).toContainText('Effects that run twice.');
    await row.getByText(`Add a note for ${first}`).click();
    await row.getByLabel(`Note for ${first}`, { exact: true }).fill('Bring the repository.');
    await row.getByRole('button', { name: `Approve ${name}` }).click();
    await expect(tutor.getByText('Approved. The student has been told what happens next.')).toBeVisible();
  });

  await test.step('the student reads it, and pays', async () => {
    await page.goto(path);
    await expect(page.getByText('Approved, pay now')).toBeVisible();
    await expect(page.getByText('Bring the repository.')).toBeVisible();
    await page.goto('/student/mentorship?tab=approved');
    await goToPaystack(page, product, page.getByRole('main').getByRole('button', { name: 'Pay ₦5,000' }));
    await payAtPaystack(page);
    await expect(page.getByRole('heading', { name: 'You are booked' })).toBeVisible({ timeout: 20_000 });
  });

  await test.step('Tunde’s share is on its way', async () => {
    await tutor.goto('/tutor/wallet');
    const paid = movementsOf(tutor, name).filter({ hasText: 'Paid' });
    await expect(paid).toContainText('+₦3,500 on the way');
  });

  await test.step('the student sees what comes back before confirming, and cancels', async () => {
    await moveClockTo(product, slot, -ending.hoursBefore);
    await page.goto(path);
    await page.getByRole('link', { name: 'Cancel the session' }).click();
    await expect(page.getByRole('heading', { name: ending.preview })).toBeVisible();
    await page.getByLabel('Why?').fill('I have to travel.');
    await page.getByRole('button', { name: 'Cancel the session' }).click();
    await expect(page.getByText('Cancelled. Tunde has been told.')).toBeVisible();
  });

  await test.step('the refund arrives, and the session and the payments page agree', async () => {
    await untilShown(page, path, () => page.getByText(`${ending.returned} was sent back on`));
    await expect(page.getByText(ending.onSession).first()).toBeVisible();
    await page.goto('/student/payments');
    const payment = page.getByRole('listitem').filter({ hasText: REACT_REVIEW });
    await expect(payment).toContainText(`${ending.returned} back because you cancelled`);
    await expect(payment).toContainText('Returned');
    await payment.getByRole('link', { name: `Receipt for ${REACT_REVIEW}` }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Receipt' })).toBeVisible();
    await expect(page.getByRole('article')).toContainText(name);
    await expect(page.getByText('Returned because you cancelled')).toBeVisible();
    const mails = async () => (await mailsTo(product, email)).map(({ subject }) => subject).join('\n');
    await expect.poll(mails).toContain(`${ending.returned} was sent back to you`);
  });

  await test.step('Tunde reads why, and his wallet agrees', async () => {
    await tutor.goto(path);
    await expect(tutor.getByText('I have to travel.')).toBeVisible();
    await expect(tutor.getByText(ending.kept)).toBeVisible();
    await tutor.goto('/tutor/wallet');
    const returned = movementsOf(tutor, name).filter({ hasText: `because ${first} cancelled` });
    await expect(returned).toContainText(`${ending === ALL ? '−₦3,500' : '−₦1,750'} on the way`);
  });
}

/** What moved in the tutor's wallet for this student: their name and what it was stand in each entry. */
function movementsOf(tutor: Page, name: string) {
  return tutor
    .getByRole('listitem')
    .filter({ has: tutor.getByRole('heading', { level: 3 }) })
    .filter({ hasText: name });
}
