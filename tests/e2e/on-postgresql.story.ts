import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { newEmail, PASSWORD } from './caller.ts';
import { mailsTo, startProduct, type Product } from './product.ts';
import { goToPaystack, payAtPaystack, pickDay, pickTime } from './steps.ts';
import { expect, test as story } from './story.ts';

const SEED = fileURLToPath(new URL('../../bin/seed', import.meta.url));
const serverUrl = process.env['TEST_DATABASE_URL'] ?? '';

/** The same product, on a PostgreSQL database of its own and with its counts in Redis when there is one. */
const test = story.extend<object, { product: Product; databaseUrl: string }>({
  databaseUrl: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures from here
    async ({}, use) => {
      const name = `mentorship_story_${randomUUID().replaceAll('-', '')}`;
      await onServer(`create database ${name}`);
      const url = new URL(serverUrl);
      url.pathname = `/${name}`;
      await use(url.href);
      await onServer(`drop database if exists ${name} with (force)`);
    },
    { scope: 'worker' },
  ],
  product: [
    async ({ databaseUrl }, use) => {
      // Without Zoom: its sessions meet at the tutor's own link.
      const env = { DATABASE_URL: databaseUrl, REDIS_URL: process.env['REDIS_URL'] ?? '', ZOOM_ACCOUNT_ID: '' };
      const product = await startProduct({ env });
      await use(product);
      await product.stop();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
});

test.skip(serverUrl === '', 'set TEST_DATABASE_URL to run this story');

test('on PostgreSQL: a new tutor starts from nothing, and a new student books and pays', async ({
  product,
  databaseUrl,
  visitor,
  newStudent,
}) => {
  const tutor = await visitor();
  const tutorEmail = newEmail('Zainab');
  await test.step('Zainab opens an account and is made a verified mentor from the shell', async () => {
    await tutor.goto('/sign-up');
    await tutor.getByLabel('Your name').fill('Zainab Musa');
    await tutor.getByLabel('E-mail').fill(tutorEmail);
    await tutor.getByLabel('Password').fill(PASSWORD);
    await tutor.getByRole('button', { name: 'Open my account' }).click();
    await tutor.waitForURL('**/mentorship');
    const env = { ...process.env, APP_MODE: 'demo', DATABASE_URL: databaseUrl, REDIS_URL: '' };
    execFileSync(SEED, ['--role', 'MENTOR', '--verified', '--email', tutorEmail], { env, stdio: 'pipe' });
  });

  await test.step('she publishes, opens her weekdays and says where to meet', async () => {
    await tutor.goto('/tutor/mentorship/schedule?new');
    await tutor.getByLabel('Title').fill('Rust without tears');
    await tutor.getByLabel('Duration').selectOption('90');
    await tutor.getByLabel('Price').fill('7500.50');
    await tutor.getByRole('main').getByRole('button', { name: 'Create offering' }).click();
    await expect(tutor.getByText('Your offering is created.')).toBeVisible();
    await tutor.getByRole('button', { name: 'Weekdays 09:00–17:00' }).click();
    await tutor.getByRole('button', { name: 'Save hours' }).click();
    await expect(tutor.getByText('Your hours are saved.')).toBeVisible();
    await tutor.getByLabel('Meeting link').fill('https://meet.example.com/zainab');
    await tutor.getByRole('button', { name: 'Save link' }).click();
    await expect(tutor.getByText('Your meeting link is saved.')).toBeVisible();
  });

  const { page, email } = await newStudent('Aisha Postgres');
  await test.step('Aisha books and pays', async () => {
    await page.goto('/mentorship?q=rust');
    await page.getByRole('link', { name: 'Book Rust without tears with Zainab Musa' }).click();
    await pickDay(page, /^(Wednesday|Thursday)/);
    await pickTime(page, /, 09:00 to 10:30$/);
    await goToPaystack(page, product, page.getByRole('button', { name: 'Pay ₦7,500.50' }));
    await payAtPaystack(page);
    await expect(page.getByRole('heading', { name: 'You are booked' })).toBeVisible();
    await page.getByRole('link', { name: 'Go to your session' }).click();
    await expect(page.getByText('https://meet.example.com/zainab')).toBeVisible();
  });

  await test.step('both see it and have mail', async () => {
    await tutor.goto('/tutor/mentorship?tab=pending');
    await expect(tutor.getByRole('link', { name: /Aisha Postgres .*Rust without tears/ })).toBeVisible();
    for (const address of [email, tutorEmail]) {
      await expect.poll(async () => (await mailsTo(product, address)).length, address).toBe(1);
    }
  });
});

async function onServer(query: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(query);
  } finally {
    await client.end();
  }
}
