type Form = readonly [path: string, fields: Record<string, string>];

/** Every form about one session or one offering, with what it sends when its own people press it. */
export function formsAbout(sessionId: string, offeringId: string): Form[] {
  const session = { sessionId, version: '1' };
  const page = `/mentorship/session/${sessionId}`;
  const time = { scheduledAt: '2030-01-01T09:00:00Z' };
  const on = (path: string, names: string, fields: Record<string, string>): Form[] =>
    names.split(' ').map((name) => [`${path}?/${name}`, fields]);
  return [
    ...on(page, 'pay withdraw approve start complete join', session),
    ...on(page, 'answerProposal', { ...session, accept: 'true' }),
    ...on(page, 'write', { ...session, body: 'Because.' }),
    ...on(page, 'late', { ...session, minutes: '10' }),
    ...on(page, 'meeting', { ...session, meetingUrl: 'https://zoom.us/j/1' }),
    [`${page}/cancel`, { version: '1', reason: 'No.', expectedRefundMinor: '0' }],
    [`${page}/propose`, { version: '1', ...time }],
    [`${page}/reschedule`, { version: '1', ...time }],
    [`${page}/dispute`, { version: '1', reason: 'No.' }],
    [`${page}/no-show`, { version: '1', reason: 'No.' }],
    ...on('/student/mentorship', 'pay withdraw', session),
    ...on('/student/mentorship', 'answerProposal', { ...session, accept: 'true' }),
    ...on('/tutor/mentorship', 'approve start complete', session),
    ...on('/tutor/mentorship', 'decline', { ...session, why: 'No.' }),
    ...on('/tutor/mentorship', 'ask', { ...session, message: 'Why?' }),
    ...on('/tutor/mentorship/schedule', 'pause duplicate delete', { offeringId }),
    ...on('/tutor/mentorship/schedule', 'update', {
      offeringId,
      title: 'Mine now',
      duration: '60',
      price: '50',
      bookingModes: 'INSTANT',
    }),
    ...on(`/admin/mentorship/sessions/${sessionId}`, 'decide cancel finish retry', { version: '1', reason: 'No.' }),
    ...on('/admin/mentorship', 'verify decide', { reason: 'No.' }),
  ];
}
