import type { WorldLesson } from './lesson.ts';

export const backendWithNodeLessons: readonly WorldLesson[] = [
  [
    'An honest API',
    `Say what failed in words that the caller can act on, and never answer 200 to a failure. Somebody's phone decides by that number whether to try again.

Keep to a handful of answers: it worked; you are not signed in; you may not; it does not exist; it has changed meanwhile; this field is wrong; try again later. Give each a code that programs read and a sentence that people read.

Refuse what you do not know. A field that is silently ignored today is a bug report in a year.`,
  ],
  [
    'Tables and constraints',
    `What the database refuses can never be wrong later. A check in the code is a promise; a constraint is a fact.

Give every column its rule when you make it: not null, unique, a foreign key, a range. For things that must not overlap, like two bookings of one room, PostgreSQL has exclusion constraints.

Store money as whole numbers of its smallest unit, and moments in UTC. Keep the words for people out of the tables; keep the facts in.`,
  ],
  [
    'Transactions',
    `Everything or nothing, and nothing outside while you hold a lock. A call to another service inside a transaction holds your rows for as long as that service pleases.

So write down what you intend, commit, call, and write down how it ended. When you crash between two of these steps, the row tells the next run where to go on.

Lock in one order everywhere, by id for example. Two requests that lock the same two rows in different orders wait for each other until the database ends one of them.`,
  ],
  [
    'Jobs that may run twice',
    `They will. A worker dies after the work and before it could say so, and the job comes back. Make the second run find that the work is done.

Give the work a key that is the same each time: the order's id, not a fresh random one. Let a unique index on that key be the judge.

Put the job into the queue in the same transaction as the change that asks for it. Otherwise one day there is a payment without a receipt, or a receipt without a payment.`,
  ],
  [
    'Running it',
    `Logs, health, backups, and a restore that you have tried. The last one is the one that people leave out, and the one you will need at two in the morning.

Log what happened, to which id, and how long it took; never a password, a token or a card. Two health answers are enough: the process is up, and it can do its work.

Write a page called “what to do when”. Begin with the three alarms you had last month. Each new alarm adds a line, or is not worth waking anyone for.`,
  ],
];
