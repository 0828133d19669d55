import { demoOnly } from '../demo-only.ts';
import { numbered, readLook, readPart } from './outbox.ts';
import type { PageServerLoad } from './$types';

const SHOWN = 50;

/** The newest mails, and one of them opened: `mail` is its number, `part` how it is read, `look` in which light. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { mails } = demoOnly(locals);
  const all = numbered(mails === null ? [] : await mails());
  const wanted = Number(url.searchParams.get('mail'));
  const open = all.find(({ number }) => number === wanted) ?? all[0];
  return {
    mails: all.slice(0, SHOWN).map(({ number, mail: { to, subject, sentAt } }) => ({ number, to, subject, sentAt })),
    total: all.length,
    open: open === undefined ? null : { number: open.number, ...open.mail, html: undefined },
    isChosen: open !== undefined && open.number === wanted,
    part: readPart(url.searchParams.get('part')),
    look: readLook(url.searchParams.get('look')),
  };
};
