import { describe, expect, it } from 'vitest';
import { newId, systemRandom, type PersonId } from '#shared/id.ts';
import { may, type Actor } from './gates.server.ts';
import { ALL_PERMISSIONS, roleMay, ROLES, type Permission, type Role } from './permissions.ts';

/** The whole table, written a second time by hand: S(tudent) T(utor) M(entor) A(dmin). */
const TABLE: Record<Permission, string> = {
  'account.manage': 'STMA',
  'tutor.apply': 'S---',
  'session.book': 'STM-',
  'session.withdraw': 'STMA',
  'session.view': 'STMA',
  'session.teach': '-TM-',
  'offering.manage': '-TM-',
  'offering.linkCourse': '-T--',
  'availability.manage': '-TM-',
  'course.take': 'STM-',
  'notification.read': 'STMA',
  'course.offerings': 'STMA',
  'notification.settings': 'STMA',
  'platform.administer': '---A',
};
const LETTERS: Record<Role, string> = { STUDENT: 'S', TUTOR: 'T', MENTOR: 'M', ADMIN: 'A' };

function actorOf(role: Role): Actor {
  const personId = newId<PersonId>(systemRandom, Date.now());
  return {
    personId,
    role,
    name: 'Ada',
    email: 'ada@example.com',
    image: null,
    timeZone: 'Africa/Lagos',
    verified: false,
  };
}

it('has a row for every permission', () => {
  expect(ALL_PERMISSIONS.toSorted()).toEqual(Object.keys(TABLE).toSorted());
});

describe.each(ALL_PERMISSIONS)('%s', (permission) => {
  it.each(ROLES)('%s', (role) => {
    const allowed = TABLE[permission].includes(LETTERS[role]);
    expect(roleMay(role, permission)).toBe(allowed);
    expect(may(actorOf(role), permission)).toMatchObject(allowed ? { ok: true } : { ok: false, reason: 'forbidden' });
  });

  it('nobody who is signed out', () => {
    expect(may(null, permission)).toMatchObject({ ok: false, reason: 'signed_out' });
  });
});
