import { offeringTitled, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

test('a visitor finds a mistyped word, narrows down, and leaves an empty list again, without JavaScript', async ({
  visitor,
}) => {
  const page = await visitor({ javaScriptEnabled: false });
  const filters = page.getByRole('list', { name: 'Filters that are on' });

  await test.step('what was mistyped is found, and said', async () => {
    await page.goto('/mentorship');
    await page.getByRole('searchbox', { name: 'Search' }).fill('recat reveiw');
    await page.getByRole('searchbox', { name: 'Search' }).press('Enter');
    await expect(page.getByText('so we looked for “react”')).toBeVisible();
    await expect(page.getByRole('link', { name: REACT_REVIEW, exact: true })).toBeVisible();
  });

  await test.step('a filter keeps the words, and says what it would find', async () => {
    await page.getByText('Price', { exact: true }).click();
    await page.getByRole('link', { name: /^Up to ₦5,000 \d+$/ }).click();
    await expect(page).toHaveURL(/q=recat\+reveiw&maxPrice=5000/);
    await expect(filters.getByRole('listitem')).toHaveCount(3);
    await filters.getByRole('link', { name: /recat/ }).click();
    await expect(page).toHaveURL(/\/mentorship\?maxPrice=5000$/);
  });

  await test.step('nothing found leads on', async () => {
    await page.goto('/mentorship?q=react&duration=180');
    await page
      .getByRole('navigation', { name: 'Other ways to look' })
      .getByRole('link', { name: /^Without 180 min/ })
      .click();
    await expect(page.getByRole('link', { name: REACT_REVIEW, exact: true })).toBeVisible();
  });

  await test.step('a text of ten kilobytes is told, and the list is there', async () => {
    await page.goto(`/mentorship?q=${'react+'.repeat(1_700)}`);
    await expect(page.getByText('Search for at most 100 characters.')).toBeVisible();
    await expect(page.getByRole('heading', { level: 3 }).first()).toBeVisible();
  });
});

test('a learner sees what goes with the courses that they completed', async ({ demoPerson }) => {
  const ada = await demoPerson('student@demo.test');
  await ada.goto('/mentorship');
  await ada.getByText('Course', { exact: true }).click();
  await ada.getByRole('link', { name: /^Courses I completed/ }).click();
  await expect(ada).toHaveURL(/completed=1/);
  await expect(ada.getByRole('link', { name: REACT_REVIEW, exact: true })).toBeVisible();
});

test('a mentor copies an offering, begins from a template, and creates many from a file', async ({
  product,
  demoPerson,
  visitor,
}) => {
  test.slow();
  const mentor = await demoPerson('mentor@demo.test');
  const SCHEDULE = '/tutor/mentorship/schedule';

  await test.step('a copy is paused and opens to be changed', async () => {
    await mentor.goto(SCHEDULE);
    await mentor.getByRole('button', { name: 'Duplicate Prepare for a salary talk', exact: true }).click();
    const form = mentor.getByRole('dialog', { name: 'Edit offering' });
    await expect(form.getByText('Sessions already booked keep')).toBeVisible();
    await form.getByLabel('Title').fill('Prepare for a raise');
    await form.getByRole('button', { name: 'Save changes' }).click();
    await expect(mentor.getByRole('listitem').filter({ hasText: 'Prepare for a raise' })).toContainText('Paused');
  });

  await test.step('a template fills the form', async () => {
    await mentor.goto(`${SCHEDULE}?new`);
    await mentor.getByText('Start from a template').click();
    await mentor.getByRole('link', { name: 'Mock interview with honest notes' }).click();
    await expect(mentor.getByLabel('Title')).toHaveValue('Mock interview with honest notes');
    await expect(mentor.getByLabel('Ask me first')).toBeChecked();
  });

  await test.step('a file is tried, put right in part, and created', async () => {
    await mentor.goto(`${SCHEDULE}/import`);
    const csv = 'title,duration_minutes,price_naira\nAsk me anything,30,0\n=EVIL(),61,5000\n';
    await mentor
      .getByLabel('Your file')
      .setInputFiles({ name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await mentor.getByRole('button', { name: 'Look at the lines' }).click();
    await expect(mentor.getByRole('row', { name: /^3 =EVIL\(\) duration_minutes/ })).toBeVisible();
    await mentor.getByRole('button', { name: 'Create the 1 that is right' }).click();
    await expect(mentor.getByText('Your offerings are created.')).toBeVisible();
    await expect(mentor.getByRole('link', { name: 'Ask me anything', exact: true })).toBeVisible();
  });

  await test.step('a look at its page is counted once', async () => {
    const { id } = await offeringTitled(product, 'Ask me anything');
    const page = await visitor();
    await page.goto(`/mentorship/offerings/${id}`);
    await page.waitForLoadState('networkidle');
    await expect(async () => {
      await mentor.goto(`/tutor/mentorship/offerings/${id}`);
      await expect(mentor.getByRole('listitem').filter({ hasText: 'Views' }).first()).toHaveText('Views 1', {
        timeout: 500,
      });
    }).toPass();
  });
});
