import { accountHere } from '../account.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  await accountHere({ locals, url });
};
