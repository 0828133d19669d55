import type { Page } from '@playwright/test';
import { begin } from './places.ts';
import { firstOpenStart, offeringTitled, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

test('what was typed and not sent is there again after Back and a reload, and what was sent is not', async ({
  product,
  newStudent,
  demoPerson,
}) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page: student } = await newStudent('Kunle Draft');
  const start = await firstOpenStart(product, id, 5);
  const { mentorshipSessionId } = await begin(product, student.request, id, start, 'REQUEST');
  const tutor = await demoPerson('tutor@demo.test');

  await test.step('a message, after a look at another page', async () => {
    await student.goto(`/mentorship/session/${mentorshipSessionId}`);
    const message = student.getByLabel('Write to Tunde');
    await message.fill('Shall I bring the repository?');
    await student.getByRole('banner').getByRole('link', { name: 'Courses' }).click();
    await student.waitForURL('**/courses');
    await student.goBack();
    await expect(message).toHaveValue('Shall I bring the repository?');
    await student.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(message).toHaveValue('');
    await student.getByRole('banner').getByRole('link', { name: 'Courses' }).click();
    await student.waitForURL('**/courses');
    await student.goBack();
    await expect(student.getByText('Shall I bring the repository?')).toBeVisible();
    await expect(message).toHaveValue('');
  });

  await test.step('an offering, after a reload', async () => {
    await tutor.goto('/tutor/mentorship/schedule?new');
    const title = tutor.getByLabel('Title');
    await expect(async () => {
      await title.fill('Half a thought');
      await tutor.reload();
      await expect(title).toHaveValue('Half a thought', { timeout: 2_000 });
    }).toPass();
  });

  await test.step('a description that was typed, and what was chosen, before the page had its script', async () => {
    const letScriptsCome = await holdScripts(tutor);
    await tutor.goto('/tutor/mentorship/schedule?new', { waitUntil: 'commit' });
    const description = tutor.getByLabel('Description');
    await description.fill('Typed in a hurry.');
    await tutor.getByLabel('Price').fill('7000');
    await tutor.getByLabel('Duration').selectOption('90');
    await tutor.getByLabel('Ask me first').check();
    await letScriptsCome();
    await expect(tutor.getByRole('status').filter({ hasText: '₦4,900' })).toBeVisible(); // the script's answer to 7000
    await expect(tutor.getByLabel('Duration')).toHaveValue('90');
    await expect(tutor.getByLabel('Ask me first')).toBeChecked();
    await tutor.getByRole('banner').getByRole('link', { name: 'Wallet' }).click();
    await tutor.waitForURL('**/tutor/wallet');
    await tutor.goBack();
    await expect(description).toHaveValue('Typed in a hurry.');
  });

  await test.step('a note that stands in a closed part of the page is shown again, for this request alone', async () => {
    await tutor.goto('/tutor/mentorship?tab=approvals');
    const row = tutor.getByRole('listitem').filter({ hasText: 'Kunle Draft' });
    await row.getByText('Add a note for Kunle').click();
    await row.getByRole('textbox').fill('Bring a charger.');
    await tutor.getByRole('banner').getByRole('link', { name: 'Wallet' }).click();
    await tutor.waitForURL('**/tutor/wallet');
    await tutor.goBack();
    await expect(row.getByRole('textbox')).toHaveValue('Bring a charger.');
    await expect(row.getByRole('textbox')).toBeVisible();
  });
});

/** The page's scripts wait until they are let come, as on a slow line. */
async function holdScripts(page: Page): Promise<() => Promise<void>> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const scripts = '**/_app/immutable/**/*.js';
  await page.route(scripts, async (route) => {
    await promise;
    await route.continue();
  });
  return async () => {
    resolve();
    await page.waitForLoadState('networkidle');
    await page.unroute(scripts);
  };
}
