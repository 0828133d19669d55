import { paymentsOf } from '#features/sessions/queries/student-payments.server.ts';
import { viewerZone } from '../../viewer-zone.server.ts';
import { payerHere } from './payer.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const payer = await payerHere(event);
  const cursor = event.url.searchParams.get('cursor') ?? undefined;
  return {
    ...(await paymentsOf(event.locals.app, payer, cursor)),
    isFirstPage: cursor === undefined,
    timeZone: viewerZone(event.cookies, payer.timeZone),
  };
};
