import { expect, test } from 'vitest';
import { parseWebhook } from './webhook.server.ts';

const write = (event: string, data: unknown) => JSON.stringify({ event, data });

test('reads a charge: reference, amount and domain', () => {
  const body = write('charge.success', { id: 1, domain: 'test', reference: 'mnt-1', amount: 500000, metadata: 0 });
  const expected = { kind: 'charge', event: 'charge.success', reference: 'mnt-1', amountMinor: 500000, domain: 'test' };
  expect(parseWebhook(body)).toEqual(expected);
  expect(parseWebhook(new TextEncoder().encode(body))).toEqual(expected);
});

test.each(['refund.pending', 'refund.processing', 'refund.processed', 'refund.failed', 'refund.needs-attention'])(
  'reads %s by its transaction_reference, never by its own refund_reference',
  (event) => {
    const data = { transaction_reference: 'mnt-2', refund_reference: 'TRF_1', domain: 'live' };
    for (const amount of [20000, '20000']) {
      expect(parseWebhook(write(event, { ...data, amount }))).toEqual({
        kind: 'refund',
        event,
        reference: 'mnt-2',
        amountMinor: 20000,
        domain: 'live',
      });
    }
  },
);

test.each(['transfer.success', 'transfer.failed', 'transfer.reversed'])(
  'reads %s by the reference of the transfer',
  (event) => {
    const body = write(event, { amount: 200000, reference: 'payout-1', domain: 'test', recipient: { name: 'Tunde' } });
    expect(parseWebhook(body)).toMatchObject({ kind: 'transfer', reference: 'payout-1', amountMinor: 200000 });
  },
);

test.each(['charge.dispute.create', 'charge.dispute.remind', 'charge.dispute.resolve'])(
  'reads %s by the payment inside it',
  (event) => {
    const data = {
      id: 358950,
      domain: 'live',
      transaction_reference: null,
      transaction: { reference: 'mnt-3', amount: 5800 },
    };
    expect(parseWebhook(write(event, data))).toMatchObject({ kind: 'dispute', reference: 'mnt-3', domain: 'live' });
  },
);

test('reads an event that we do not know as other, so that it can be stored', () => {
  expect(parseWebhook(write('subscription.create', { subscription_code: 'SUB_1' }))).toEqual({
    kind: 'other',
    event: 'subscription.create',
    reference: null,
    amountMinor: null,
    domain: null,
  });
});

test.each([
  ['no data', { event: 'charge.success' }],
  ['data that is text', { event: 'charge.success', data: 'hello' }],
  ['fields of the wrong kind', { event: 'charge.success', data: { reference: 7, amount: 'lots', domain: {} } }],
  ['an endless reference', { event: 'charge.success', data: { reference: 'x'.repeat(100_000) } }],
])('still tells the event with %s', (_what, body) => {
  expect(parseWebhook(JSON.stringify(body))).toEqual({
    kind: 'charge',
    event: 'charge.success',
    reference: null,
    amountMinor: null,
    domain: null,
  });
});

test.each(['', 'hello', '[]', 'null', '7', '{}', '{"event":7}', '{"event":""}', '{"event":"charge.success"'])(
  'answers null to a body that is no event: %s',
  (body) => expect(parseWebhook(body)).toBeNull(),
);
