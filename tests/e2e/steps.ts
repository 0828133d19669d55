import { expect, type Locator, type Page } from '@playwright/test';
import { createCaller } from './caller.ts';
import { productNow, type Product } from './product.ts';

/** The offerings of the world that stories book. */
export const REACT_REVIEW = 'React code review, one to one';
export const FREE_HELLO = 'Say hello: is React for you?';

const LAGOS = 'Africa/Lagos';
const DAY_MS = 24 * 60 * 60 * 1000;

export type Offering = {
  id: string;
  title: string;
  priceMinor: number;
  nextSlot: string | null;
  tutor: { id: string };
};

/** One of the listed offerings by its title. */
export async function offeringTitled({ url }: Product, title: string): Promise<Offering> {
  const { body } = await createCaller(url, null).get(`/api/mentorship/offerings?q=${encodeURIComponent(title)}`);
  const found = (body as { offerings: Offering[] }).offerings.find((one) => one.title === title);
  if (found === undefined) throw new Error(`no offering is called ${title}`);
  return found;
}

/** Open starts of an offering, soonest first, from `daysAhead` on: ISO instants in UTC. */
export async function openStarts(product: Product, offeringId: string, daysAhead = 2): Promise<string[]> {
  const now = Date.parse(await productNow(product));
  const date = (days: number) => new Date(now + days * DAY_MS).toISOString().slice(0, 10);
  const query = `from=${date(daysAhead)}&to=${date(daysAhead + 14)}&tz=${LAGOS}`;
  const { body } = await createCaller(product.url, null).get(`/api/mentorship/offerings/${offeringId}/slots?${query}`);
  return (body as { slots: string[] }).slots;
}

export async function firstOpenStart(product: Product, offeringId: string, daysAhead = 2): Promise<string> {
  const [first] = await openStarts(product, offeringId, daysAhead);
  if (first === undefined) throw new Error('this offering has no open time');
  return first;
}

export function checkoutPath(offeringId: string, slot?: string): string {
  const query = new URLSearchParams({ offeringId, ...(slot === undefined ? {} : { slot }) });
  return `/mentorship/checkout?${query}`;
}

/** Chooses a day of the month grid by the start of its label, turning pages until one is free. */
export async function pickDay(page: Page, label: RegExp): Promise<void> {
  const grid = page.getByRole('grid');
  const free = grid.getByRole('link', { name: label }).and(grid.getByRole('link', { name: /, free times$/ }));
  await expect(grid).toBeVisible();
  for (let months = 0; months < 2 && (await free.count()) === 0; months += 1) await nextMonth(page);
  const date = await free.first().getAttribute('data-date');
  await free.first().click();
  // The times of the day before stand there until those of this one have come.
  if (date !== null) await expect(page.locator(`input[type=radio][value^="${date}"]`).first()).toBeAttached();
}

/** Turns the month grid's page and waits until the next month stands there. */
export async function nextMonth(page: Page): Promise<void> {
  const heading = await page.getByRole('grid').getAttribute('aria-labelledby');
  const shown = await page.locator(`#${heading}`).textContent();
  await page.getByRole('link', { name: /^Next month/ }).click();
  await expect(page.locator(`#${heading}`)).not.toHaveText(shown ?? '');
}

/** Picks the first time of the chosen day that has this label: the whole date and both ends. */
export async function pickTime(page: Page, label: RegExp = /./): Promise<Locator> {
  const time = page.getByRole('radio', { name: label }).first();
  await time.locator('xpath=..').click(); // the radio itself is for the keyboard, its label for fingers
  await expect(time).toBeChecked();
  return time;
}

/** Presses Pay and arrives at Paystack's page. */
export async function goToPaystack(page: Page, product: Product, pay = page.getByRole('button', { name: /^Pay ₦/ })) {
  await pay.click();
  await page.waitForURL(`${product.paystackUrl}/pay/**`);
}

/** What the payer does on Paystack's page. */
export async function payAtPaystack(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Pay ₦/ }).click();
  await page.waitForURL('**/mentorship/verify-payment?**');
}

/** Holds a time and arrives at Paystack's page, without looking at each step: those have their own story. */
export async function holdTime(page: Page, product: Product, offeringId: string, slot: string): Promise<void> {
  await page.goto(checkoutPath(offeringId, slot));
  await goToPaystack(page, product);
}
