import { Gauge, Registry } from 'prom-client';
import { trialBalance } from '#features/ledger/queries.server.ts';
import { paymentFigures } from '#features/payments/queries/figures.server.ts';
import { sessionFigures } from '#features/sessions/queries/figures.server.ts';
import { mailFigures } from '#features/notifications/queries/figures.server.ts';
import type { App } from '#infra/app.server.ts';
import { metrics } from '#infra/metrics.server.ts';

/**
 * Everything that `/metrics` shows: what this process has counted, and what the database says now. The second part is the
 * same whichever process is asked.
 */
export async function figures(app: App): Promise<string> {
  const now = new Registry();
  for (const { name, help, values } of await readings(app)) {
    const labelNames = [...new Set(values.flatMap(([labels]) => Object.keys(labels)))];
    const gauge = new Gauge({ name, help, labelNames, registers: [now] });
    for (const [labels, value] of values) gauge.set(labels, value);
  }
  return Registry.merge([metrics().registry, now]).metrics();
}

type Reading = { name: string; help: string; values: [Record<string, string>, number][] };

async function readings(app: App): Promise<Reading[]> {
  const [backlog, payments, sessions, mails, books] = await Promise.all([
    app.jobs.backlog(),
    paymentFigures(app.db),
    sessionFigures(app.db),
    mailFigures(app.db),
    trialBalance(app.db),
  ]);
  const sums = new Map<string, number>();
  for (const { currency, balanceMinor } of books) sums.set(currency, (sums.get(currency) ?? 0) + balanceMinor);
  const ofKind = (kind: string): [Record<string, string>, number][] =>
    books.filter((row) => row.kind === kind).map(({ currency, balanceMinor }) => [{ currency }, balanceMinor]);
  return [
    reading('mentorship_jobs_waiting', 'Jobs that are due or running', by('queue', backlog)),
    reading('mentorship_charges_open', 'Payments that Paystack has not decided', [[{}, payments.openCharges]]),
    reading('mentorship_charges_undecided', 'Payments that came and that no session has taken or sent back', [
      [{}, payments.undecidedCharges],
    ]),
    reading('mentorship_refunds', 'Refunds under way, by status', by('status', payments.refunds)),
    reading('mentorship_sessions', 'Sessions that are not over, by status', by('status', sessions.open)),
    reading('mentorship_sessions_without_meeting', 'Paid sessions to come without a place to meet', [
      [{}, sessions.withoutMeeting],
    ]),
    reading('mentorship_admin_tasks_open', 'Questions that wait for a person', by('kind', sessions.openTasks)),
    reading('mentorship_mails', 'Mails that wait or could not be sent', by('status', mails)),
    reading('mentorship_ledger_unapplied_minor', 'Money that settles nothing yet', ofKind('unapplied_receipts')),
    reading('mentorship_ledger_refunds_in_flight_minor', 'Money on its way back', ofKind('refunds_in_flight')),
    reading(
      'mentorship_ledger_sum_minor',
      'All balances of a currency: anything but 0 is a bug',
      [...sums].map(([currency, sum]) => [{ currency }, sum]),
    ),
  ];
}

function reading(name: string, help: string, values: Reading['values']): Reading {
  return { name, help, values };
}

function by(label: string, counts: Record<string, number>): Reading['values'] {
  return Object.entries(counts).map(([key, count]) => [{ [label]: key }, count]);
}
