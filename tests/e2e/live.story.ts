import type { Page } from '@playwright/test';
import { createCaller } from './caller.ts';
import { begin } from './places.ts';
import { openStarts, offeringTitled, goToPaystack, payAtPaystack, REACT_REVIEW } from './steps.ts';
import { expect, test } from './story.ts';

const bell = (page: Page, unread: RegExp | string) =>
  page.getByRole('banner').locator('summary', { hasText: new RegExp(`Notifications, ${unread} unread`) });
const toasts = (page: Page) => page.getByRole('region', { name: 'New notifications' });
/** The line is loaded when the page is idle; only then is the region there. */
const isLive = (page: Page) => expect(toasts(page)).toBeAttached();

// Chromium writes down what it cannot send while it is offline, and the refusal of an answer that comes too late.
test.use({ expectedErrors: [/ERR_INTERNET_DISCONNECTED|WebSocket connection|409 \(Conflict\)/] });

test('the tutor sees what happens as it happens, in every tab, and loses nothing while the line is down', async ({
  product,
  newStudent,
  demoPerson,
}) => {
  const { id } = await offeringTitled(product, REACT_REVIEW);
  const [first = '', , , second = '', , , third = ''] = await openStarts(product, id, 6);
  const { page: student } = await newStudent('Ngozi Live');
  const tutor = await demoPerson('tutor@demo.test');
  await tutor.request.post('/action/markNotificationsRead', { data: { upToSeq: 1_000_000 } });
  const otherTab = await tutor.context().newPage();
  await otherTab.goto('/tutor/wallet');
  await isLive(otherTab);
  await tutor.goto('/tutor/mentorship');
  await isLive(tutor);
  await expect(bell(tutor, 'none')).toBeVisible();

  const asked = await begin(product, student.request, id, first, 'REQUEST');
  await test.step('a request stands in the list and in a toast, in one tab only, and rings both bells', async () => {
    await expect(toasts(tutor).getByText('Ngozi Live asks for')).toBeVisible();
    await expect(tutor.getByRole('main').getByText('Ngozi Live').first()).toBeVisible();
    await expect(bell(tutor, '1')).toBeVisible();
    await expect(bell(otherTab, '1')).toBeVisible();
    await expect(toasts(otherTab).getByRole('listitem')).toHaveCount(0);
  });

  await test.step('he approves it from the toast; the student, who looks at the session, sees it at once', async () => {
    await student.goto(`/mentorship/session/${asked.mentorshipSessionId}`);
    await isLive(student);
    await toasts(tutor).getByRole('button', { name: 'Approve' }).click();
    await expect(toasts(tutor).getByText('The student has been told and can pay now.')).toBeVisible();
    await expect(bell(otherTab, 'none')).toBeVisible();
    await expect(student.getByRole('button', { name: /^Pay ₦/ })).toBeVisible();
  });

  await test.step('she pays, and he sees it', async () => {
    await goToPaystack(student, product, student.getByRole('button', { name: /^Pay ₦/ }));
    await payAtPaystack(student);
    await expect(toasts(tutor).getByText(/^Booked: .* with Ngozi Live/)).toBeVisible();
  });

  await test.step('two requests come while he is offline: both are there when he is back, each once', async () => {
    await tutor.context().setOffline(true);
    for (const start of [second, third]) await begin(product, student.request, id, start, 'REQUEST');
    await tutor.context().setOffline(false);
    await expect(toasts(tutor).getByText('Ngozi Live asks for')).toHaveCount(2);
    await expect(bell(tutor, '3')).toBeVisible();
    await expect(bell(otherTab, '3')).toBeVisible();
  });

  await test.step('one is answered elsewhere meanwhile: the toast says so', async () => {
    const waiting = (await (await tutor.request.post('/action/getTutorPendingApprovals', { data: {} })).json()) as {
      data: { id: string; scheduledAt: string }[];
    };
    const cookies = (await tutor.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const elsewhere = createCaller(product.url, cookies);
    for (const { id: sessionId } of waiting.data) {
      await elsewhere.act('rejectMentorshipRequest', { sessionId, reason: 'Fully booked.' });
    }
    await toasts(tutor).getByRole('button', { name: 'Approve' }).first().click();
    await expect(toasts(tutor).getByText('This session changed a moment ago.')).toBeVisible();
  });

  await test.step('the history marks them read for every tab', async () => {
    await tutor.goto('/notifications');
    await tutor.getByRole('button', { name: 'Mark all as read' }).click();
    await expect(bell(tutor, 'none')).toBeVisible();
    await expect(bell(otherTab, 'none')).toBeVisible();
  });
});
