import { answerLinks, askFirst } from './asking.ts';
import { firstOpenStart, offeringTitled, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

test.use({ expectedErrors: [/status of (404|409)/] });

test('a request is approved from its mail: looking changes nothing, and a link works once', async ({
  product,
  newStudent,
  visitor,
}) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const { page: student } = await newStudent('Morayo Mail');
  const path = await askFirst(student, id, await firstOpenStart(product, id, 5), 'Suspense.');
  const links = await answerLinks(product, 'Morayo Mail');
  const [approve = '', decline = ''] = links;
  expect(links).toHaveLength(2);
  const tutor = await visitor();
  const otherTab = await visitor();

  await test.step('whoever only looks changes nothing', async () => {
    for (const link of links) expect((await tutor.request.get(link)).status()).toBe(200);
    expect((await tutor.request.head(approve)).status()).toBe(200);
    await otherTab.goto(approve);
    await tutor.goto(approve);
    await expect(tutor.getByRole('heading', { level: 1, name: 'Approve Morayo’s request?' })).toBeVisible();
    await student.goto(path);
    await expect(student.getByText('Awaiting Tunde')).toBeVisible();
  });

  await test.step('the button approves, without signing in', async () => {
    await tutor.getByRole('button', { name: 'Approve the request' }).click();
    await expect(tutor.getByRole('heading', { level: 1, name: 'Approved' })).toBeVisible();
    await student.goto(path);
    await expect(student.getByText('Approved, pay now')).toBeVisible();
  });

  await test.step('a used link says so, and so does the other answer', async () => {
    await otherTab.getByRole('button', { name: 'Approve the request' }).click();
    await expect(otherTab.getByText('This link has been used, or the session has changed since.')).toBeVisible();
    for (const link of [approve, decline]) {
      await tutor.goto(link);
      await expect(tutor.getByRole('heading', { level: 1, name: 'This request is answered' })).toBeVisible();
      await expect(tutor.getByRole('button', { name: /the request$/ })).toHaveCount(0);
    }
    await student.goto(path);
    await expect(student.getByText('Approved, pay now')).toBeVisible();
  });

  await test.step('an altered link is not one of ours', async () => {
    const altered = approve.slice(0, -1) + (approve.endsWith('A') ? 'B' : 'A');
    expect((await tutor.goto(altered))?.status()).toBe(404);
    await expect(tutor.getByRole('heading', { level: 1 })).toHaveCount(1);
  });
});
