import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** The marketplace is the front page. */
export const load: PageServerLoad = () => redirect(307, '/mentorship');
