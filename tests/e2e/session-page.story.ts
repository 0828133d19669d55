import { bookPaid, moveClockTo } from './asking.ts';
import { firstOpenStart, offeringTitled, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

const MINUTE = 1 / 60; // of an hour
const ANOTHER_LINK = 'https://meet.example.org/another-room';

/** The refused link is answered with 422, which Chromium writes to the console. */
test.use({ expectedErrors: [/status of 422/] });

test('the session page turns by the server’s clock: late, another link, the door, joined, over', async ({
  product,
  newStudent,
  demoPerson,
}) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page } = await newStudent('Simi Prompt');
  const slot = await firstOpenStart(product, id, 3);
  await page.clock.install();
  const path = await bookPaid(page, product, id, slot);
  const tutor = await demoPerson('tutor@demo.test');
  const join = page.getByRole('button', { name: 'Join' });

  await test.step('half an hour before, the door is closed, and Simi says that she will be late', async () => {
    await moveClockTo(product, slot, -30 * MINUTE);
    const answer = await page.goto(path);
    expect(answer?.headers()['permissions-policy']).toContain('camera=(self), microphone=(self)');
    await expect(page.getByText('You can join ten minutes before the start')).toBeVisible();
    await expect(join).toHaveCount(0);
    await page.getByText('Running late?').click();
    await page.getByLabel('A word to Tunde').fill('The bridge <b>again</b>.');
    await page.getByRole('button', { name: 'Tell Tunde that you are 10 minutes late' }).click();
    await expect(page.getByText('Tunde has been told that you are running late.')).toBeVisible();
  });

  await test.step('Tunde sees it, and pastes another link', async () => {
    await tutor.goto(path);
    await expect(tutor.getByText(/^Running 10 min late, said at/)).toBeVisible();
    await expect(tutor.getByText('The bridge <b>again</b>.')).toBeVisible();
    await tutor.getByText('Meet somewhere else').click();
    const link = tutor.getByLabel('Meeting link for this session');
    await link.fill('javascript:alert(1)');
    await tutor.getByRole('button', { name: 'Use this link' }).click();
    await expect(tutor.getByRole('alert')).toContainText('must start with https://');
    await expect(link).toHaveValue('javascript:alert(1)');
    await link.fill(ANOTHER_LINK);
    await tutor.getByRole('button', { name: 'Use this link' }).click();
    await expect(tutor.getByText(ANOTHER_LINK)).toBeVisible();
  });

  await test.step('Simi looks at her page again: the new link is there and is announced, the old one is gone', async () => {
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect(page.getByText(ANOTHER_LINK)).toBeVisible();
    await expect(page.getByText('The meeting link has changed.')).toBeAttached();
    await expect(page.getByText('meet.example.com')).toHaveCount(0);
  });

  await test.step('ten minutes before, the door opens by itself, and she joins where the new link leads', async () => {
    await moveClockTo(product, slot, -9 * MINUTE);
    await page.clock.fastForward('21:00');
    await expect(join).toBeVisible();
    await expect(page.getByText('The door is open: you can join now.')).toBeAttached();
    await page.route(`${ANOTHER_LINK}**`, (route) => route.fulfill({ body: 'The meeting.' }));
    await join.click();
    await page.waitForURL(ANOTHER_LINK);
    await tutor.goto(path);
    await expect(tutor.getByText(/^Joined at/)).toBeVisible();
  });

  await test.step('after the door has closed nobody joins, and both can still write', async () => {
    await moveClockTo(product, slot, 76 * MINUTE);
    await page.goto(path);
    await expect(page.getByText('Over, to be closed')).toBeVisible();
    await expect(join).toHaveCount(0);
    await page.getByLabel('Write to Tunde').fill('Thank you!');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Thank you!' })).toBeVisible();
    await expect(page.getByLabel('Write to Tunde')).toHaveValue('');
  });
});
