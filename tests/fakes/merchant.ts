import { listenOnLoopback, readBody } from './http.ts';

export type Received = { readonly body: string; readonly signature: string | null };

/** The other end of a webhook: keeps what it is sent, and answers with the given statuses in turn, then with 200. */
export type Merchant = {
  readonly url: string;
  readonly received: readonly Received[];
  /** The parsed bodies, in the order of arrival. */
  events(): { event: string; data: Record<string, unknown> }[];
  close(): Promise<void>;
};

export async function startMerchant({ answers = [] }: { answers?: readonly number[] } = {}): Promise<Merchant> {
  const received: Received[] = [];
  const server = await listenOnLoopback(0, async (request, response) => {
    const signature = request.headers['x-paystack-signature'];
    received.push({ body: await readBody(request), signature: typeof signature === 'string' ? signature : null });
    response.writeHead(answers[received.length - 1] ?? 200).end();
  });
  return {
    url: `http://127.0.0.1:${server.port}/api/webhooks/paystack`,
    received,
    events: () => received.map(({ body }) => JSON.parse(body) as ReturnType<Merchant['events']>[number]),
    close: server.close,
  };
}
