import { defineCommand } from '#features/accounts/command.server.ts';
import { ok, type Result } from '#shared/result.ts';
import { sessionInput } from '../schema.ts';
import { payPage } from './pay-page.server.ts';
import { ownSession } from '../gates.server.ts';

/** Pays for any unpaid session of one's own: an approved request, or a hold whose first try did not work. */
export const proceedWithApprovedBookingPayment = defineCommand({
  name: 'proceedWithApprovedBookingPayment',
  permission: 'session.book',
  input: sessionInput,
  async run(app, student, input): Promise<Result<{ authorizationUrl: string; mentorshipSessionId: string }>> {
    const own = await ownSession(app, student, input);
    if (!own.ok) return own;
    const page = await payPage(app, student.personId, input.sessionId);
    if (!page.ok) return page;
    return ok({ authorizationUrl: page.value.authorizationUrl, mentorshipSessionId: input.sessionId });
  },
});
