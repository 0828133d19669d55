import { expect, type Locator, type Page } from '@playwright/test';
import { postJson } from './caller.ts';
import { mailsTo, productNow, type Product } from './product.ts';
import { checkoutPath, holdTime, payAtPaystack } from './steps.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Asks Tunde for a time; ends on the request's own page. Returns that page's path. */
export async function askFirst(page: Page, offeringId: string, slot: string, words: string): Promise<string> {
  await page.goto(`${checkoutPath(offeringId, slot)}&mode=REQUEST`);
  await expect(page.getByRole('radio', { checked: true })).toHaveValue(slot);
  await page.getByLabel('What do you want to work on?').fill(words);
  await page.getByRole('button', { name: 'Ask Tunde' }).click();
  await page.waitForURL('**/mentorship/session/**');
  return new URL(page.url()).pathname;
}

/** Books and pays a time at once, without looking at each step; ends on the session's own page. Returns its path. */
export async function bookPaid(page: Page, product: Product, offeringId: string, slot: string): Promise<string> {
  await holdTime(page, product, offeringId, slot);
  await payAtPaystack(page);
  await expect(page.getByRole('heading', { name: 'You are booked' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to your session' }).click();
  await page.waitForURL('**/mentorship/session/**');
  return new URL(page.url()).pathname;
}

/** A student's row under Approvals, found by the button that answers it. */
export function requestOf(tutor: Page, student: string): Locator {
  const approve = tutor.getByRole('button', { name: new RegExp(`^Approve ${student}`) });
  return tutor.getByRole('listitem').filter({ has: approve });
}

/** Opens a page anew until it shows what comes from elsewhere: a webhook, the clock. */
export async function untilShown(page: Page, path: string, shown: () => Locator): Promise<void> {
  await expect(async () => {
    await page.goto(path);
    await expect(shown()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
}

/** Moves the product's clock to so many hours (or parts of one) after an instant; before it, when negative. */
export async function moveClockTo(product: Product, iso: string, hoursAfter: number): Promise<void> {
  const to = new Date(Date.parse(iso) + hoursAfter * HOUR_MS).toISOString();
  const { status, body } = await postJson(`${product.url}/demo/clock`, { to });
  if (status !== 200) {
    throw new Error(`the clock did not move from ${await productNow(product)} to ${to}: ${JSON.stringify(body)}`);
  }
}

/** The paths of the two answers in Tunde's mail about this student's request: approve, decline. */
export async function answerLinks(product: Product, student: string): Promise<string[]> {
  const find = async () => {
    const mails = await mailsTo(product, 'tutor@demo.test');
    const mail = mails.find(({ subject, text }) => subject.includes(student) && text.includes('/mentorship/answer/'));
    return (mail?.text.match(/\S+\/mentorship\/answer\/[\w.~-]+/g) ?? []).map((link) => new URL(link).pathname);
  };
  await expect.poll(async () => (await find()).length).toBeGreaterThan(0);
  return find();
}
