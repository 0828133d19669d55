/** The one permission table. Owning a thing is asked on top of it, by that thing's gate. */
export type Role = 'STUDENT' | 'TUTOR' | 'MENTOR' | 'ADMIN';

export const ROLES = ['STUDENT', 'TUTOR', 'MENTOR', 'ADMIN'] as const satisfies readonly Role[];

const everyone = ROLES;
const learners = ['STUDENT', 'TUTOR', 'MENTOR'] as const;
const teachers = ['TUTOR', 'MENTOR'] as const;
const admins = ['ADMIN'] as const;

const PERMISSIONS = {
  /** One's own account: name, password, devices, data. */
  'account.manage': everyone,
  /** Ask to teach. */
  'tutor.apply': ['STUDENT'],
  /** Book a session, pay for it, see one's own sessions as a student. */
  'session.book': learners,
  /** Withdraw an unpaid booking: one's own, or anybody's as an admin. */
  'session.withdraw': everyone,
  /** See a session one takes part in (or any, as an admin). */
  'session.view': everyone,
  /** Answer requests and give sessions. */
  'session.teach': teachers,
  /** Publish, change and delete one's own offerings. */
  'offering.manage': teachers,
  /** Link an offering to a course that one owns; mentors own none. */
  'offering.linkCourse': ['TUTOR'],
  /** Set one's own hours and meeting link. */
  'availability.manage': teachers,
  /** Take courses. */
  'course.take': learners,
  /** Read what one was told, and mark it read. */
  'notification.read': everyone,
  /** List the offerings of a course while signed in. */
  'course.offerings': everyone,
  /** Choose which mails and toasts one gets. */
  'notification.settings': everyone,
  /** Verify tutors, see all sessions and money, decide disputes. */
  'platform.administer': admins,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export const ALL_PERMISSIONS = Object.keys(PERMISSIONS) as Permission[];

export function roleMay(role: Role, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(role);
}
