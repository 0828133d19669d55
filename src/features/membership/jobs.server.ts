import { ACCOUNT_MAIL } from '#features/accounts/events.ts';
import type { JobDefinition, Sweep } from '#infra/job-definition.server.ts';
import type { PersonId } from '#shared/id.ts';
import { cancelForSuspension, cancelForSuspensions } from './commands/cancel-suspended.server.ts';
import { sendAccountMail, sendDueAccountMails } from './commands/send-account-mail.server.ts';
import { TUTOR_SUSPENDED } from './events.ts';

export const jobs: JobDefinition[] = [
  { queue: ACCOUNT_MAIL, run: (app, data) => sendAccountMail(app, data['mailId'] ?? '') },
  { queue: TUTOR_SUSPENDED, run: (app, data) => cancelForSuspension(app, data['tutorId'] as PersonId) },
];

export const sweeps: Sweep[] = [
  { name: 'unsent mails about accounts', run: sendDueAccountMails },
  { name: 'sessions of suspended tutors', run: cancelForSuspensions },
];
