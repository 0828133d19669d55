import { error } from '@sveltejs/kit';
import { paymentOf } from '#features/sessions/queries/student-payments.server.ts';
import { statusOf } from '#shared/reasons.ts';
import { viewerZone } from '../../../viewer-zone.server.ts';
import { payerHere } from '../payer.server.ts';
import type { PageServerLoad } from './$types';

/** For the payer only; anybody else is told that there is no such payment. */
export const load: PageServerLoad = async (event) => {
  const payer = await payerHere(event);
  const found = await paymentOf(event.locals.app, payer, event.params.reference);
  if (!found.ok) error(statusOf(found.reason), found.message);
  return {
    payment: found.value,
    payer: { name: payer.name, email: payer.email },
    timeZone: viewerZone(event.cookies, payer.timeZone),
  };
};
