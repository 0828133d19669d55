/** What each role sees in the site's header, and where the things that wait for them are. */
type Link = { href: string; label: string };
type Role = 'STUDENT' | 'TUTOR' | 'MENTOR' | 'ADMIN';

const FIND: Link = { href: '/mentorship', label: 'Find a mentor' };
const COURSES: Link = { href: '/courses', label: 'Courses' };
const BOOKED: Link = { href: '/student/mentorship', label: 'My sessions' };
const PAID: Link = { href: '/student/payments', label: 'Payments' };
const GIVEN: Link = { href: '/tutor/mentorship', label: 'Dashboard' };
const OFFERED: Link = { href: '/tutor/mentorship/schedule', label: 'Offerings' };
const EARNED: Link = { href: '/tutor/wallet', label: 'Wallet' };
const ADMIN: Link = { href: '/admin/mentorship', label: 'Admin' };

/** In the account's menu, for everyone who is signed in. */
export const ACCOUNT_LINKS: readonly Link[] = [{ href: '/settings/profile', label: 'Settings' }];

const LINKS: Record<Role, readonly Link[]> = {
  STUDENT: [FIND, BOOKED, PAID, COURSES],
  TUTOR: [GIVEN, OFFERED, EARNED, FIND, COURSES],
  MENTOR: [GIVEN, OFFERED, EARNED, FIND],
  ADMIN: [ADMIN, FIND, COURSES],
};

const NEEDS_YOU: Record<Role, string> = {
  STUDENT: '/student/mentorship?tab=approved',
  TUTOR: '/tutor/mentorship',
  MENTOR: '/tutor/mentorship',
  ADMIN: '/admin/mentorship',
};

export function linksFor(role: Role | null): readonly Link[] {
  return role === null ? [FIND, COURSES] : LINKS[role];
}

export function needsYouHref(role: Role | null): string {
  return role === null ? '/mentorship' : NEEDS_YOU[role];
}
