import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BellState, NotificationView } from '../types.ts';
import { isUnread, openInbox, receive, settle, unreadCount, type Inbox } from './inbox.ts';

const state = (lastSeq: number, unreadSeqs: number[] = []): BellState => ({
  lastSeq,
  unread: unreadSeqs.length,
  unreadSeqs,
});
const told = (seq: number, readAt: string | null = null): NotificationView => ({
  id: `id ${seq}`,
  seq,
  kind: 'session_booked',
  heading: `Number ${seq}`,
  text: '',
  action: { label: 'Open', path: '/' },
  createdAt: '2026-11-23T09:00:00Z',
  readAt,
  showsToast: true,
  sessionId: null,
});
const seqs = (views: readonly NotificationView[]) => views.map(({ seq }) => seq);

it('takes what is new in order, and each once', () => {
  const first = receive(openInbox(state(3)), [told(5), told(4), told(4), told(3)]);
  expect(seqs(first.fresh)).toEqual([4, 5]);
  const second = receive(first.inbox, [told(5), told(6)]);
  expect(seqs(second.fresh)).toEqual([6]);
  expect(second.inbox.lastSeq).toBe(6);
  expect(seqs(second.inbox.arrived)).toEqual([6, 5, 4]);
});

it.each([[[5]], [[4, 6]]])('asks for what is missing before it takes %j', (numbers) => {
  const early = receive(
    openInbox(state(3)),
    numbers.map((seq) => told(seq)),
  );
  expect([early.fresh, early.askAfter, early.inbox.lastSeq]).toEqual([[], 3, 3]);
  const whole = receive(early.inbox, [told(4), told(5), told(6)]);
  expect(seqs(whole.fresh)).toEqual([4, 5, 6]);
});

it('asks once only: what the server does not have any more is not waited for', () => {
  const early = receive(openInbox(state(3)), [told(7)]);
  const again = receive(early.inbox, [told(7)]);
  expect([seqs(again.fresh), again.askAfter, again.inbox.lastSeq]).toEqual([[7], null, 7]);
});

it('counts what came after the last word of the server on top of it', () => {
  const { inbox } = receive(openInbox(state(3, [2])), [told(4), told(5)]);
  expect(unreadCount(inbox)).toBe(3);
  expect(unreadCount(settle(inbox, state(4, [4, 2])))).toBe(3);
  expect(unreadCount(settle(inbox, state(5, [])))).toBe(0);
});

it('does not go back to an older word', () => {
  const now = settle(openInbox(state(3, [3])), state(5, [5]));
  expect(settle(now, state(4, [4, 3]))).toBe(now);
});

it('knows of each whether it was read, wherever', () => {
  const { inbox } = receive(openInbox(state(3, [3, 2])), [told(4)]);
  expect([told(4), told(3), told(1)].map((view) => isUnread(inbox, view))).toEqual([true, true, false]);
  const readElsewhere = settle(inbox, state(4, [2]));
  expect([told(4), told(3), told(2)].map((view) => isUnread(readElsewhere, view))).toEqual([false, false, true]);
});

it('believes a row itself where the server names only the newest', () => {
  const many: Inbox = openInbox({ lastSeq: 200, unread: 120, unreadSeqs: [200, 199] });
  expect(isUnread(many, told(50))).toBe(true);
  expect(isUnread(many, told(50, '2026-11-23T09:00:00Z'))).toBe(false);
});

it('ends with everything in order, however often lines break and messages come twice', () => {
  const message = fc.record({ from: fc.nat(19), count: fc.nat(6) });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 40 }), (messages) => {
      let inbox = openInbox(state(0));
      const seen: number[] = [];
      const take = (views: readonly NotificationView[]) => {
        const { inbox: next, fresh, askAfter } = receive(inbox, views);
        inbox = next;
        seen.push(...seqs(fresh));
        return askAfter;
      };
      const all = Array.from({ length: 25 }, (_, at) => told(at + 1));
      for (const { from, count } of messages) {
        const askAfter = take(all.slice(from, from + count));
        // What the server does when it is asked.
        if (askAfter !== null) take(all.slice(askAfter, askAfter + 4));
      }
      take(all.slice(inbox.lastSeq));
      expect(seen).toEqual(seqs(all));
    }),
  );
});
