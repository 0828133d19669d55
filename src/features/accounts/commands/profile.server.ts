import { and, eq, isNull } from 'drizzle-orm';
import { person } from '#infra/db/tables/accounts.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { defineCommand } from '../command.server.ts';
import { avatarPath } from '../rules/avatar.ts';
import { profileInput } from '../schema.ts';

export type ProfileView = {
  name: string;
  timeZone: string;
  image: string | null;
  headline: string | null;
  bio: string | null;
};

/** One's own name, zone and colour; a headline and a text about oneself for those who teach. */
export const updateProfile = defineCommand({
  name: 'updateProfile',
  permission: 'account.manage',
  input: profileInput,
  async run(app, actor, { name, timeZone, colour, headline, bio }): Promise<Result<ProfileView>> {
    const teaches = actor.role === 'TUTOR' || actor.role === 'MENTOR';
    const words = {
      ...(teaches && headline !== undefined ? { headline: headline || null } : {}),
      ...(teaches && bio !== undefined ? { bio: bio || null } : {}),
    };
    const image = colour === 'keep' ? actor.image : colour === 'auto' ? null : avatarPath(name, colour);
    return transact(app.db, async (tx) => {
      const [row] = await tx
        .update(person)
        .set({ name, timeZone, image, ...words, updatedAt: new Date() })
        .where(and(eq(person.id, actor.personId), isNull(person.erasedAt)))
        .returning({
          name: person.name,
          timeZone: person.timeZone,
          image: person.image,
          headline: person.headline,
          bio: person.bio,
        });
      return row === undefined ? refuse('signed_out') : ok(row);
    });
  },
});
