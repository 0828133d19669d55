import { redirect } from '@sveltejs/kit';
import { execute } from '#features/accounts/command.server.ts';
import { updateProfile } from '#features/accounts/commands/profile.server.ts';
import { profileOf } from '#features/accounts/queries/account.server.ts';
import { chosenColour } from '#features/accounts/rules/avatar.ts';
import { toIso } from '#shared/time.ts';
import { formValues, textOf } from '#ui/form-data.ts';
import { refusedForm } from '../../form-refusal.ts';
import { accountHere } from '../account.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const me = await accountHere({ locals, url });
  const { image, ...profile } = await profileOf(locals.app, me);
  return {
    profile: { ...profile, colour: colourOf(image) },
    picture: colourOf(image) === 'keep' ? image : null,
    me: { id: me.personId, role: me.role, verified: me.verified },
    nowIso: toIso(locals.app.clock.now()),
    isSaved: url.searchParams.has('saved'),
  };
};

/** A picture that came from elsewhere stays unless a colour is chosen. */
function colourOf(image: string | null): string {
  if (image === null) return 'auto';
  return String(chosenColour(image) ?? 'keep');
}

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const values = formValues(await request.formData());
    const typed = Object.fromEntries(
      ['name', 'timeZone', 'colour', 'headline', 'bio'].map((name) => [name, textOf(values, name)]),
    );
    const saved = await execute(locals.app, updateProfile, await locals.actor(), values);
    if (!saved.ok) return refusedForm('profile', saved, typed);
    redirect(303, '/settings/profile?saved');
  },
};
