import { checkoutPath, firstOpenStart, offeringTitled, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

test.use({ expectedErrors: [/status of 40[34]/] });

const NOBODYS_ID = '0197d400-ffff-7000-8000-00000000ffff';

for (const { name, path } of [
  { name: 'an address that never was', path: '/nonsense' },
  { name: 'an unknown offering', path: `/mentorship/offerings/${NOBODYS_ID}` },
  { name: 'an offering whose id is none', path: '/mentorship/offerings/%00%27--' },
  { name: 'a checkout of nothing', path: '/mentorship/checkout' },
  { name: 'a checkout of an unknown offering', path: checkoutPath(NOBODYS_ID) },
  { name: 'an unknown session', path: `/mentorship/session/${NOBODYS_ID}` },
]) {
  test(`${name} is told in words, with a way on`, async ({ newStudent }) => {
    const { page } = await newStudent('Uche Lost');

    const response = await page.goto(path);

    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('main').getByRole('link').first()).toBeVisible();
  });
}

test("somebody else's session is as unknown as one that does not exist", async ({ product, newStudent }) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const owner = await newStudent('Victor Owner');
  const stranger = await newStudent('Wale Stranger');
  const held = await owner.page.request.post('/action/beginMentorshipCheckout', {
    data: { offeringId: id, scheduledAt: await firstOpenStart(product, id, 3) },
  });
  const { data } = (await held.json()) as { data: { mentorshipSessionId: string } };

  const theirs = await stranger.page.goto(`/mentorship/session/${data.mentorshipSessionId}`);
  const theirWords = await stranger.page.getByRole('main').innerText();
  await stranger.page.goto(`/mentorship/session/${NOBODYS_ID}`);

  expect(theirs?.status()).toBe(404);
  expect(withoutIds(await stranger.page.getByRole('main').innerText())).toBe(withoutIds(theirWords));
});

test('a payment that nobody knows is told so, signed in or not', async ({ visitor, newStudent }) => {
  for (const page of [await visitor(), (await newStudent('Xola Curious')).page]) {
    for (const query of ['?reference=mnt-0000', '?reference=', '', '?trxref=%3Cscript%3E']) {
      await page.goto(`/mentorship/verify-payment${query}`);
      await expect(page.getByRole('heading', { name: 'We do not know this payment' })).toBeVisible();
      await expect(page.getByRole('main').getByRole('link').first()).toBeVisible();
    }
  }
});

test("a student does not get into a tutor's pages, and an admin books nothing", async ({
  product,
  newStudent,
  demoPerson,
}) => {
  const { page } = await newStudent('Yemi Student');
  for (const path of ['/tutor/mentorship', '/tutor/mentorship/schedule']) {
    expect((await page.goto(path))?.status(), path).toBe(403);
  }
  const admin = await demoPerson('admin@demo.test');
  const { id } = await offeringTitled(product, REACT_REVIEW);
  await admin.goto(checkoutPath(id));
  await expect(admin.getByText('An admin account books nothing')).toBeVisible();
  await expect(admin.getByRole('button', { name: /^Pay/ })).toHaveCount(0);
});

/** The error page quotes an id for each request. */
function withoutIds(text: string): string {
  return text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '');
}
