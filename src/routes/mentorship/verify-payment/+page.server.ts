import { listOfferings } from '#features/offerings/queries/marketplace.server.ts';
import { isMoving } from '#features/sessions/rules/payment-words.ts';
import { paymentView } from '#features/sessions/queries/payment-view.server.ts';
import { toIso } from '#shared/time.ts';
import { viewerZone } from '../../viewer-zone.server.ts';
import { pay, signInPath } from '../session-actions.server.ts';
import type { Actions, PageServerLoad } from './$types';

const REFERENCE_MAX_LENGTH = 100;

/** Paystack sends people back here, with the reference twice. What the page says is asked for anew, never read from the address. */
export const load: PageServerLoad = async ({ locals, url, cookies, parent, depends }) => {
  depends('app:payment');
  const { app } = locals;
  const reference = (url.searchParams.get('reference') ?? url.searchParams.get('trxref') ?? '').slice(
    0,
    REFERENCE_MAX_LENGTH,
  );
  const [actor, layout] = await Promise.all([locals.actor(), parent()]);
  const payment = await paymentView(app, actor, reference);
  const isLost = payment.state === 'expired' || payment.state === 'paid_late_refunding';
  const tutorId = isLost ? payment.detail?.session.tutor.id : undefined;
  return {
    payment,
    isMoving: isMoving(payment.state),
    isSignedIn: actor !== null,
    signInHref: signInPath(url),
    reloadHref: `/mentorship/verify-payment?reference=${encodeURIComponent(reference)}`,
    similar: tutorId === undefined ? [] : (await listOfferings(app, { tutorId, sort: 'soonest', limit: 3 })).offerings,
    origin: url.origin,
    nowIso: toIso(app.clock.now()),
    timeZone: viewerZone(cookies, layout.timeZone),
  };
};

export const actions: Actions = { pay };
