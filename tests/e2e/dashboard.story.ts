import type { Page } from '@playwright/test';
import { begin } from './places.ts';
import { offeringTitled, openStarts } from './steps.ts';
import { expect, test } from './story.ts';

/** Ngozi's, so that no other story's requests stand among these. */
const SALARY_TALK = 'Prepare for a salary talk';
const PAGE_SIZE = 24;

test.use({ expectedErrors: [/status of 409/] });

test('a long list is narrowed, paged and acted on with the keyboard alone on a phone', async ({
  product,
  newStudent,
}) => {
  const { id } = await offeringTitled(product, SALARY_TALK);
  const { page } = await newStudent('Wura Listful', { viewport: { width: 360, height: 740 } });
  const starts = (await openStarts(product, id, 5)).slice(0, PAGE_SIZE + 1);
  const asked: string[] = [];
  for (const start of starts) {
    asked.push((await begin(product, page.request, id, start, 'REQUEST')).mentorshipSessionId);
  }

  await test.step('searches, and the search stays while paging', async () => {
    await page.goto('/student/mentorship?tab=awaiting');
    await focusOn(page, 'searchbox', 'Search by title or mentor');
    await page.keyboard.type('ngozi salary');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=ngozi/);
    await expect(page.getByRole('button', { name: 'Withdraw' })).toHaveCount(PAGE_SIZE);
    await focusOn(page, 'link', 'Show more');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=ngozi.*cursor=/);
    await expect(page.getByRole('button', { name: 'Withdraw' })).toHaveCount(1);
  });

  await test.step('withdraws the last one from the list', async () => {
    await focusOn(page, 'button', 'Withdraw');
    await page.keyboard.press('Enter');
    await expect(page.getByText('is given up. The time is free again')).toBeVisible();
    await focusOn(page, 'link', 'Back to the first');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Withdraw' })).toHaveCount(PAGE_SIZE);
  });

  await test.step('is told that a request has changed since, and sees the list as it is now', async () => {
    await withdraw(page, asked[0]);
    await page.getByRole('button', { name: 'Withdraw' }).first().press('Enter');
    const alert = page.getByRole('alert');
    await expect(alert).toContainText('This session changed a moment ago.');
    await expect(alert).toBeInViewport();
    await expect(page.getByRole('button', { name: 'Withdraw' })).toHaveCount(PAGE_SIZE - 1);
  });

  await test.step('finds nothing, and the way back', async () => {
    await page.goto('/student/mentorship?tab=awaiting&q=quokka');
    await page.getByRole('link', { name: 'Clear the filters' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Withdraw' })).toHaveCount(PAGE_SIZE - 1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    );
  });

  for (const sessionId of asked.slice(1, -1)) await withdraw(page, sessionId);
});

async function focusOn(page: Page, role: 'button' | 'link' | 'searchbox', name: string): Promise<void> {
  const target = page.getByRole('main').getByRole(role, { name, exact: true });
  await target.focus();
  await expect(target).toBeFocused();
  await expect(target).toBeInViewport();
}

async function withdraw(page: Page, sessionId: string | undefined): Promise<void> {
  const answer = await page.request.post('/action/withdrawMentorshipRequest', { data: { sessionId } });
  expect(answer.ok(), await answer.text()).toBe(true);
}
