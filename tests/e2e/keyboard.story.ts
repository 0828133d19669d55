import type { Locator, Page } from '@playwright/test';
import { checkoutPath, firstOpenStart, offeringTitled, payAtPaystack, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

test('the calendar moves by day, week and month on the keyboard', async ({ product, newStudent }) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const slot = await firstOpenStart(product, id, 10); // a week and more from the calendar's first month
  const { page } = await newStudent('Sade Keys');
  await page.goto(checkoutPath(id, slot));
  await tabTo(page, page.getByRole('grid').locator(`[data-date="${slot.slice(0, 10)}"]`));

  let date = slot.slice(0, 10);
  const press = async (key: string, expected: string) => {
    await page.keyboard.press(key);
    await expect(page.locator(':focus'), `${key} from ${date}`).toHaveAttribute('data-date', expected);
    date = expected;
  };
  await press('ArrowRight', plusDays(date, 1));
  await press('ArrowDown', plusDays(date, 7));
  await press('ArrowUp', plusDays(date, -7));
  await press('ArrowLeft', plusDays(date, -1));
  await press('Home', plusDays(date, -weekday(date)));
  await press('End', plusDays(date, 6));
  await press('PageDown', plusMonth(date, 1));
  await press('PageUp', plusMonth(date, -1));
});

test('the grid is one stop for Tab', async ({ product, newStudent }) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page } = await newStudent('Sade Once');
  await page.goto(checkoutPath(id, await firstOpenStart(product, id, 3)));
  const grid = page.getByRole('grid');
  await tabTo(page, grid.locator('[data-date]'));

  await page.keyboard.press('Tab');

  await expect(grid.locator(':focus')).toHaveCount(0);
});

test('a session is booked and paid with the keyboard alone', async ({ product, newStudent }) => {
  const { id, title } = await offeringTitled(product, REACT_REVIEW);
  const { page } = await newStudent('Temi Keys');
  await page.goto('/mentorship');
  await tabTo(page, page.getByRole('searchbox', { name: 'Search' }));
  await page.keyboard.type('react code review');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/mentorship?q=**');
  await tabTo(page, page.getByRole('link', { name: title, exact: true }));
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/mentorship/offerings/${id}`);
  await tabTo(page, page.getByRole('link', { name: 'Pick a time' }));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/mentorship/checkout?**');

  await tabTo(page, page.getByRole('grid').locator('[data-date]'));
  const from = (await page.locator(':focus').getAttribute('data-date')) ?? '';
  await page.keyboard.press('PageDown');
  await expect(page.locator(':focus')).toHaveAttribute('data-date', plusMonth(from, 1));
  const free = page.getByRole('grid').getByRole('link', { name: /, free times$/ });
  await expect(free.first()).toBeVisible();
  for (let steps = 0; steps < 31 && (await page.locator('a:focus').count()) === 0; steps += 1) {
    await page.keyboard.press('ArrowRight');
  }
  await expect(page.locator(':focus')).toHaveAttribute('aria-label', /, free times$/);
  const day = (await page.locator(':focus').getAttribute('data-date')) ?? '';
  await page.keyboard.press('Enter');
  // The times of the day before stand there until those of the chosen one have come.
  await expect(page.getByRole('radio').first()).toHaveAttribute('value', new RegExp(`^${day}`));
  await tabTo(page, page.getByRole('radio'));
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { checked: true })).toBeFocused();
  await tabTo(page, page.getByLabel('What do you want to work on?'));
  await page.keyboard.type('Keyboards.');
  await tabTo(page, page.getByRole('button', { name: 'Pay ₦5,000' }));
  await page.keyboard.press('Enter');
  await page.waitForURL(`${product.paystackUrl}/pay/**`);
  await payAtPaystack(page);

  await expect(page.getByRole('heading', { name: 'You are booked' })).toBeVisible();
});

const MOST_STOPS = 80;

/** Presses Tab until the focus is on (one of) these; fails when a round of the page never meets them. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const met = target.and(page.locator(':focus'));
  await expect(target.first()).toBeAttached();
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if ((await met.count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  await expect(met).toHaveCount(1);
}

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Monday is 0. */
function weekday(date: string): number {
  return (new Date(date).getUTCDay() + 6) % 7;
}

/** The same day of another month, or that month's last. */
function plusMonth(date: string, months: number): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}
