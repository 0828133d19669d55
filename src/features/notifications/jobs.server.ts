import { and, asc, eq, lte } from 'drizzle-orm';
import { mailDelivery } from '#infra/db/tables/notifications.server.ts';
import { eachInTurn } from '#infra/each.server.ts';
import type { JobDefinition, Sweep } from '#infra/job-definition.server.ts';
import { sendMail } from './commands/send-mail.server.ts';
import { MAIL_QUEUED } from './events.ts';

const SWEEP_LIMIT = 100;

export const jobs: JobDefinition[] = [
  { queue: MAIL_QUEUED, run: (app, data) => sendMail(app, data['notificationId'] ?? '') },
];

export const sweeps: Sweep[] = [
  {
    name: 'unsent mails',
    async run(app) {
      const due = await app.db
        .select({ id: mailDelivery.notificationId })
        .from(mailDelivery)
        .where(and(eq(mailDelivery.status, 'QUEUED'), lte(mailDelivery.nextTryAt, app.clock.now())))
        .orderBy(asc(mailDelivery.nextTryAt))
        .limit(SWEEP_LIMIT);
      await eachInTurn(due, ({ id }) => sendMail(app, id));
    },
  },
];
