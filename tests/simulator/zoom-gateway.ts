import type { Zoom } from '#infra/zoom/client.server.ts';
import type { MeetingInput, ZoomMeeting } from '#infra/zoom/meetings.server.ts';
import { limited, NO_SUCH_USER, rejected, unavailable, type ZoomResult } from '#infra/zoom/result.server.ts';
import { assert } from '#shared/assert.ts';
import { instant, plusMinutes, type Instant } from '#shared/time.ts';
import { Crash } from './crash.ts';
import type { Wire } from './gateway.ts';
import { liveMeetings, type HostedMeeting, type ZoomAccount } from './zoom-account.ts';

/** What becomes of one call. `lost`, `died_after`: Zoom has done what was asked, and we never hear of it. */
export type ZoomFate =
  | 'answered'
  | 'down'
  | 'refused'
  | 'lost'
  | 'died_before'
  | 'died_after'
  | 'limited'
  | 'limited_for_today'
  | 'no_such_host';

export type ZoomWire = Omit<Wire, 'fate'> & { fate(): ZoomFate };

const DAY_MS = 24 * 60 * 60_000;

/** Zoom as the product calls it, on an account of its own, over a wire that does what the dice want. */
export function createZoomGateway(account: ZoomAccount, wire: ZoomWire): Zoom {
  async function call<T>(what: string, isWrite: boolean, work: () => ZoomResult<T>): Promise<ZoomResult<T>> {
    assert(wire.openTransactions() === 0, `${what} was called inside a database transaction`);
    const fate = wire.fate();
    await wire.meanwhile();
    if (fate === 'died_before') throw new Crash(`before Zoom heard of ${what}`);
    const refusal = refusalOf(fate, isWrite, wire.clock.now());
    if (refusal !== null) return refusal;
    const answer = work();
    await wire.meanwhile();
    if (fate === 'died_after') throw new Crash(`after Zoom had done ${what}`);
    if (fate === 'lost') return unavailable('timeout', isWrite);
    return answer;
  }
  const find = (id: string) => liveMeetings(account).find((one) => one.id === id);
  return {
    create: (input) => call('create', true, () => ({ ok: true, value: answerOf(create(account, input)) })),
    get: (id) =>
      call('get', false, () => {
        const found = find(id);
        return { ok: true, value: found === undefined ? null : answerOf(found) };
      }),
    patch: (id, to) =>
      call('patch', true, () => {
        const found = find(id);
        if (found !== undefined) found.startsAt = to.startsAt;
        return { ok: true, value: found === undefined ? 'gone' : 'changed' };
      }),
    delete: (id) =>
      call('delete', true, () => {
        const found = find(id);
        if (found !== undefined) found.isLive = false;
        return { ok: true, value: null };
      }),
    list: (host) =>
      call('list', false, () => ({ ok: true, value: liveMeetings(account).filter((one) => one.host === host) })),
    hostKey: () => call('hostKey', false, () => ({ ok: true, value: 'zak' })),
  };
}

/** Zoom did nothing and says why; null when it did. */
function refusalOf(fate: ZoomFate, isWrite: boolean, now: Instant) {
  if (fate === 'down') return unavailable('HTTP 503', false, { status: 503 });
  if (fate === 'limited') return limited('too fast', { status: 429, retryAt: plusMinutes(now, 1), isDaily: false });
  if (!isWrite) return null;
  if (fate === 'refused') return rejected('Not now', { status: 400, code: 300 });
  if (fate === 'no_such_host') return rejected('No such user', { status: 404, code: NO_SUCH_USER });
  if (fate !== 'limited_for_today') return null;
  const tomorrow = instant((Math.floor(now.epochMilliseconds / DAY_MS) + 1) * DAY_MS);
  return limited('enough for today', { status: 429, retryAt: tomorrow, isDaily: true });
}

function create(account: ZoomAccount, { host, agenda, startsAt }: MeetingInput): HostedMeeting {
  const made: HostedMeeting = { id: account.nextId(), host, agenda, startsAt, isLive: true };
  account.meetings.push(made);
  return made;
}

function answerOf({ id }: HostedMeeting): ZoomMeeting {
  return { id, joinUrl: `https://zoom.test/j/${id}`, passcode: 'open' };
}
