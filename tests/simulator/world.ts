import type { App } from '#infra/app.server.ts';
import type { AppClock } from '#infra/clock.server.ts';
import type { Database } from '#infra/db/client.server.ts';
import type { Jobs } from '#infra/jobs.server.ts';
import { createLimits } from '#infra/limits.server.ts';
import { createLog } from '#infra/log.server.ts';
import type { Mailer } from '#infra/mail/mailer.server.ts';
import type { ZoomConfig } from '#infra/zoom/config.server.ts';
import { assert } from '#shared/assert.ts';
import { instant, isBefore, parseInstant } from '#shared/time.ts';
import type { PersonId } from '#shared/id.ts';
import { openBooks, type Books } from './books.ts';
import { seedStory, type StoryCast } from './cast.ts';
import { Crash } from './crash.ts';
import { createDice, type Dice } from './dice.ts';
import { createGateway, type Fate } from './gateway.ts';
import { createStoryJobs, type StoryJobs } from './jobs.ts';
import type { Stage } from './open.ts';
import { openZoomAccount, type ZoomAccount } from './zoom-account.ts';
import { createZoomGateway, type ZoomFate } from './zoom-gateway.ts';

/** A Monday at ten in Lagos. */
const STORY_BEGINS = '2026-11-23T09:00:00Z';

/** Of three stories one does without Zoom. */
const STORIES_A_LINK_STORY = 3;

const ZOOM_CONFIG: ZoomConfig = {
  accountId: 'account',
  clientId: 'client',
  clientSecret: 'client-secret',
  webhookSecret: 'webhook-secret',
  hosts: ['one@zoom.test', 'two@zoom.test'],
  baseUrl: 'https://api.zoom.test',
  oauthUrl: 'https://zoom.test/oauth',
  sdk: null,
};

export type StoryClock = AppClock & { advance(minutes: number): void };

export type Erased = { personId: PersonId; name: string; email: string };

/** One story's world: the product on an empty database, and everything around it under the dice's control. */
export type World = {
  app: App;
  clock: StoryClock;
  books: Books;
  /** Null in a story whose sessions meet at their tutors' links. */
  zoom: ZoomAccount | null;
  jobs: StoryJobs;
  cast: StoryCast;
  /** Who has deleted their account: they do nothing any more, and nothing may name them. */
  erased: Erased[];
  /** Reminders that a sweep should have given and did not. */
  missed: string[];
  /** Those of the operation under way. */
  dice: Dice;
  /** True when nothing goes wrong any more: calls are answered, mails leave, nobody dies. */
  isCalm: boolean;
  /** Called at every pause on the wire; the story lets other things happen there. */
  interrupt: () => Promise<void>;
  /** How often something did, in the step under way. */
  interruptions: number;
  /** 0 for a step of the story, more for what happens while another waits for Paystack. */
  depth: number;
  /** What happened so far, a line each. */
  notes: string[];
};

export async function openWorld(stage: Stage, seed: number): Promise<World> {
  await stage.empty();
  const clock = createStoryClock();
  const books = openBooks();
  const watch = { openTransactions: 0 };
  const db = watched(stage.database.db, watch, () => dies(world));
  const jobs = createStoryJobs(stage.database.db, clock);
  const zoom = seed % STORIES_A_LINK_STORY === 0 ? null : openZoomAccount();
  const wire = {
    clock,
    meanwhile: () => world.interrupt(),
    openTransactions: () => watch.openTransactions,
  };
  const app: App = {
    config: { ...stage.config, zoom: zoom === null ? null : ZOOM_CONFIG },
    database: stage.database,
    db,
    clock,
    random: { bytes: (count) => world.dice.bytes(count) },
    jobs: jobs as StoryJobs & Jobs, // the product enqueues only; the story runs them
    limits: createLimits(null),
    paystack: createGateway(books, { ...wire, fate: () => fateOf(world) }),
    zoom: zoom === null ? null : createZoomGateway(zoom, { ...wire, fate: () => zoomFateOf(world) }),
    mailer: createStoryMailer(() => world),
    log: createLog('silent'),
  };
  const world: World = {
    app,
    clock,
    books,
    zoom,
    jobs,
    cast: { students: [], tutors: [], admin: null as never, offerings: [], courses: [], newcomers: 0 },
    erased: [],
    missed: [],
    dice: createDice(seed),
    isCalm: true,
    interrupt: async () => undefined,
    interruptions: 0,
    depth: 0,
    notes: [],
  };
  world.cast = await seedStory(app);
  world.isCalm = false;
  return world;
}

function createStoryClock(): StoryClock {
  const begin = parseInstant(STORY_BEGINS);
  assert(begin !== null, 'the story begins at an instant');
  let now = begin;
  return {
    now: () => now,
    refresh: async () => undefined,
    async moveTo(when) {
      if (isBefore(when, now)) return false;
      now = when;
      return true;
    },
    advance(minutes) {
      now = instant(now.epochMilliseconds + Math.round(minutes * 60_000));
    },
  };
}

/** Counts the open transactions, and may let the process die just after one has committed. */
function watched(db: Database, watch: { openTransactions: number }, diesNow: () => boolean): Database {
  const transaction: Database['transaction'] = async (work, config) => {
    watch.openTransactions += 1;
    try {
      return await db.transaction(work, config);
    } finally {
      watch.openTransactions -= 1;
    }
  };
  const dying: Database['transaction'] = async (work, config) => {
    const done = await transaction(work, config);
    if (diesNow()) throw new Crash('just after a commit');
    return done;
  };
  return new Proxy(db, {
    get(target, key) {
      if (key === 'transaction') return dying;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function dies({ isCalm, dice }: World): boolean {
  return !isCalm && dice.chance(0.008);
}

function fateOf({ isCalm, dice }: World): Fate {
  if (isCalm || dice.chance(0.75)) return 'answered';
  return dice.pick(['down', 'lost', 'lost', 'died_before', 'died_after', 'refused']);
}

function zoomFateOf({ isCalm, dice }: World): ZoomFate {
  if (isCalm || dice.chance(0.75)) return 'answered';
  return dice.pick([
    'down',
    'lost',
    'lost',
    'died_before',
    'died_after',
    'died_after',
    'refused',
    'limited',
    dice.pick(['limited_for_today', 'no_such_host']),
  ]);
}

function createStoryMailer(world: () => World): Mailer {
  return {
    async send({ to }) {
      const { isCalm, dice } = world();
      assert(!to.endsWith('.invalid'), `nobody reads the mails of ${to}`);
      if (isCalm || dice.chance(0.9)) return { ok: true };
      if (dice.chance(0.3)) throw new Crash('after a mail had left');
      return { ok: false, retryable: true, message: 'greylisted' };
    },
    verify: async () => ({ ok: true }),
    close: () => undefined,
  };
}
