import type { Page } from '@playwright/test';
import { goToPaystack, payAtPaystack } from './steps.ts';
import { expect, test } from './story.ts';

const COURSE = 'Product design foundations';

test('a student completes a course, and is booked and paid three clicks later', async ({
  product,
  newStudent,
  demoPerson,
}) => {
  const { page } = await newStudent('Dayo Finisher');

  await test.step('enrols and does every lesson', async () => {
    await page.goto('/courses');
    await page.getByRole('link', { name: COURSE }).click();
    await page.getByRole('button', { name: 'Enrol for free' }).click();
    await doLessons(page, 4);
    await expect(page.getByRole('heading', { level: 1, name: `You completed ${COURSE}` })).toBeVisible();
  });

  await test.step('puts the mentors away, which is remembered, and wants them back', async () => {
    const card = page.getByRole('region', { name: 'Master this course' });
    await expect(card.getByRole('listitem')).toHaveCount(2);
    await card.getByRole('button', { name: 'No thanks' }).click();
    await expect(card).toBeHidden();
    await page.reload();
    await expect(card).toBeHidden();
    await page.getByRole('button', { name: 'Show mentors again' }).click();
    await expect(card).toBeVisible();
  });

  await test.step('Book, Pay, Pay: the time that the card showed is theirs', async () => {
    const book = page.getByRole('button', { name: /^Book / }).first();
    const next = (await book.getAttribute('aria-label'))?.split(', ').at(-1) ?? '';
    await book.click();
    await page.waitForURL('**/mentorship/checkout?**from=course**');
    await expect(page.getByRole('radio', { checked: true })).toHaveAccessibleName(
      new RegExp(`, ${next.slice(-5)} to `),
    );
    await goToPaystack(page, product);
    await payAtPaystack(page);
    await expect(page.getByRole('heading', { name: 'You are booked' })).toBeVisible();
  });

  await test.step('which the platform counts, each step once', async () => {
    const admin = await demoPerson('admin@demo.test');
    await admin.goto('/admin/mentorship');
    await admin.getByRole('link', { name: 'From course to booking' }).click();
    const line = admin
      .getByRole('listitem')
      .filter({ hasText: COURSE })
      .filter({ hasText: /Paid\s*1/ });
    await expect(line).toHaveCount(1);
    await expect(line).toHaveText(/Clicked\s*1.*Booked\s*1.*Paid\s*1/s);
  });
});

test('the card works without JavaScript, too', async ({ product, newStudent }) => {
  const { page } = await newStudent('Ebele Noscript', { javaScriptEnabled: false });
  await page.goto('/courses/product-design');
  await page.getByRole('button', { name: 'Enrol for free' }).click();
  await doLessons(page, 4);

  const card = page.getByRole('region', { name: 'Master this course' });
  await card.getByRole('button', { name: 'No thanks' }).click();
  await expect(card).toBeHidden();
  await page.getByRole('button', { name: 'Show mentors again' }).click();
  await card
    .getByRole('button', { name: /^Book / })
    .first()
    .click();
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(1);
  await goToPaystack(page, product);
});

async function doLessons(page: Page, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) {
    await page.waitForURL(`**/lessons/${number}`);
    await expect(page.getByText(`Lesson ${number} of ${count}`)).toBeVisible();
    await page.getByRole('button', { name: /^Mark as done/ }).click();
  }
  await page.waitForURL('**/complete');
}
