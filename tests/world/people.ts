import type { Actor } from '#features/accounts/gates.server.ts';
import type { Role } from '#features/accounts/permissions.ts';
import type { PersonId } from '#shared/id.ts';
import { worldId } from './ids.ts';

/** Everyone signs in with it. */
export const PASSWORD = 'mentorship-demo';

/** Someone who lives in the world. An `Actor` as it is, so that a test can act as them. */
export type WorldPerson = Actor & { readonly headline: string | null };

export const ada = learner(1, 'Ada Obi', 'student@demo.test');
export const bola = learner(2, 'Bola Musa', 'student2@demo.test');
export const tunde = teacher(3, 'Tunde Adeyemi', 'tutor@demo.test', 'TUTOR', {
  headline: 'Frontend lead at a Lagos fintech. React, TypeScript and calm code reviews.',
});
export const ngozi = teacher(4, 'Ngozi Eze', 'mentor@demo.test', 'MENTOR', {
  headline: 'Product director, ten years in payments. I help you get hired, then promoted.',
});
export const ifeanyi = teacher(5, 'Ifeanyi Kalu', 'newtutor@demo.test', 'TUTOR', {
  headline: 'Backend developer, new here. Node, queues and databases that stay up.',
  verified: false,
});
export const kemi = person(6, 'Kemi Ade', 'admin@demo.test', 'ADMIN', {});

export const amara = teacher(7, 'Amara Okafor', 'amara.okafor@example.test', 'TUTOR', {
  headline: 'Data analyst for a national retailer. SQL, Excel and charts that people believe.',
});
export const yusuf = teacher(8, 'Yusuf Bello', 'yusuf.bello@example.test', 'TUTOR', {
  headline: 'Backend engineer. I have broken production so that you need not.',
});
export const zainab = teacher(9, 'Zainab Sani', 'zainab.sani@example.test', 'TUTOR', {
  headline: 'Product designer from Kano. Research first, pixels later.',
});
export const priya = teacher(10, 'Priya Raman', 'priya.raman@example.test', 'MENTOR', {
  headline: 'Engineering manager in London. Remote interviews and first hundred days.',
  timeZone: 'Europe/London',
});
export const marcus = teacher(11, 'Marcus Cole', 'marcus.cole@example.test', 'MENTOR', {
  headline: 'Staff engineer in New York. System design, one whiteboard at a time.',
  timeZone: 'America/New_York',
});
export const chiamaka = teacher(12, 'Chiamaka Nwosu', 'chiamaka.nwosu@example.test', 'MENTOR', {
  headline: 'Founder and angel investor. Pitch decks, pricing and saying no.',
});
export const segun = learner(13, 'Ṣẹ́gun Fálọlá', 'segun.falola@example.test');
export const halima = learner(14, 'Halima Abubakar', 'halima.abubakar@example.test');

export const people: readonly WorldPerson[] = [
  ada,
  bola,
  tunde,
  ngozi,
  ifeanyi,
  kemi,
  amara,
  yusuf,
  zainab,
  priya,
  marcus,
  chiamaka,
  segun,
  halima,
];

type More = { headline?: string; timeZone?: string; verified?: boolean };

function learner(number: number, name: string, email: string): WorldPerson {
  return person(number, name, email, 'STUDENT', {});
}

function teacher(number: number, name: string, email: string, role: 'TUTOR' | 'MENTOR', more: More): WorldPerson {
  return person(number, name, email, role, { verified: true, ...more });
}

function person(number: number, name: string, email: string, role: Role, more: More): WorldPerson {
  return {
    personId: worldId<PersonId>('person', number),
    role,
    name,
    email,
    image: `/avatars/${firstNameOf(name)}.svg`,
    timeZone: more.timeZone ?? 'Africa/Lagos',
    verified: more.verified ?? false,
    headline: more.headline ?? null,
  };
}

/** `Ṣẹ́gun Fálọlá` → `segun`: file names keep to plain letters. */
function firstNameOf(name: string): string {
  const first = name.split(' ')[0] ?? name;
  return first
    .normalize('NFD')
    .replace(/\P{Letter}/gu, '')
    .toLowerCase();
}
