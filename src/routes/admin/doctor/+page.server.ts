import { adminHere } from '../admin.server.ts';
import type { PageServerLoad } from './$types';

const SUBJECTS = ['offering', 'course', 'session'] as const;
const ID_MAX_LENGTH = 100;

/** The running system examines itself; with `about` and `id`, one offering, course or session. Admins only. */
export const load: PageServerLoad = async (event) => {
  await adminHere(event);
  const about = SUBJECTS.find((name) => name === event.url.searchParams.get('about')) ?? null;
  const id = (event.url.searchParams.get('id') ?? '').trim().slice(0, ID_MAX_LENGTH);
  const { doctor } = event.locals;
  return {
    about,
    id,
    findings: about === null || id === '' ? await doctor.all() : await doctor.one(about, id),
  };
};
