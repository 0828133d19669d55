import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { newId, systemRandom, type PersonId } from '#shared/id.ts';
import { ok, refuse } from '#shared/result.ts';
import { openTestApp, type TestApp } from '#tests/support/database.ts';
import { defineCommand, execute } from './command.server.ts';
import type { Actor } from './gates.server.ts';

const ran = vi.fn();
const greet = defineCommand({
  name: 'greet',
  permission: 'session.teach',
  input: z.strictObject({ name: z.string().min(1, 'Say a name.'), tags: z.array(z.string().max(3)).optional() }),
  async run(_app, actor, { name }) {
    ran();
    if (name === 'nobody') return refuse('not_found');
    return ok(`${actor.name} greets ${name}`);
  },
});

const tunde: Actor = {
  personId: newId<PersonId>(systemRandom, 0),
  role: 'TUTOR',
  name: 'Tunde',
  email: 'tunde@example.com',
  image: null,
  timeZone: 'Africa/Lagos',
  verified: true,
};

let test: TestApp;
beforeAll(async () => {
  test = await openTestApp({ engine: 'pglite' });
});
afterAll(() => test.close());

it('runs for whoever may, with the input parsed', async () => {
  expect(await execute(test.app, greet, tunde, { name: 'Ada' })).toEqual(ok('Tunde greets Ada'));
});

it('passes on what the command refuses', async () => {
  expect(await execute(test.app, greet, tunde, { name: 'nobody' })).toMatchObject({ ok: false, reason: 'not_found' });
});

it.each([
  ['signed out, before the role and the input are looked at', null, { x: 1 }, { reason: 'signed_out' }],
  [
    'a role that never may, before the input is looked at',
    { ...tunde, role: 'STUDENT' as const },
    { x: 1 },
    { reason: 'forbidden' },
  ],
  [
    'an unknown key, naming it',
    tunde,
    { name: 'Ada', role: 'ADMIN' },
    { reason: 'unknown_key', fields: { role: expect.any(String) } },
  ],
  ['an empty text', tunde, { name: '' }, { reason: 'invalid', fields: { name: 'Say a name.' } }],
  ['a missing field', tunde, {}, { reason: 'invalid', fields: { name: expect.any(String) } }],
  [
    'a field deep inside',
    tunde,
    { name: 'Ada', tags: ['ok', 'too long'] },
    { reason: 'invalid', fields: { 'tags.1': expect.any(String) } },
  ],
  ['no object at all', tunde, null, { reason: 'invalid', fields: { input: expect.any(String) } }],
])('refuses %s, and does not run', async (_what, actor, raw, refusal) => {
  ran.mockClear();
  expect(await execute(test.app, greet, actor, raw)).toMatchObject({ ok: false, ...refusal });
  expect(ran).not.toHaveBeenCalled();
});
