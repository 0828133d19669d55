import type { PersonId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { roleMay, type Permission, type Role } from './permissions.ts';

/** Who is asking: read from the auth session, once a request. */
export type Actor = {
  readonly personId: PersonId;
  readonly role: Role;
  readonly name: string;
  readonly email: string;
  readonly image: string | null;
  readonly timeZone: string;
  readonly verified: boolean;
  /** An admin in production without an authenticator app: until it is set up they may only do that. */
  readonly mustEnrol?: true;
};

declare const proof: unique symbol;
/** Proof that this person's role allows `P`. Only `may` mints it, so forgetting to ask does not compile. */
export type May<P extends Permission> = Actor & { readonly [proof]: P };

/** 401 `signed_out` without an actor, 403 `forbidden` when the role may never do this, 403 `second_factor_needed`. */
export function may<P extends Permission>(actor: Actor | null, permission: P): Result<May<P>> {
  if (actor === null) return refuse('signed_out');
  if (!roleMay(actor.role, permission)) return refuse('forbidden');
  if (actor.mustEnrol && permission !== 'account.manage') return refuse('second_factor_needed');
  return ok(actor as May<P>);
}
