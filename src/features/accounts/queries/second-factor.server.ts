import { and, count, eq, isNotNull, isNull } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { recoveryCode, secondFactor } from '#infra/db/tables/membership.server.ts';
import type { PersonId } from '#shared/id.ts';

/** Whether a person's sign-in asks for a code. One that is only being set up asks for none. */
export async function hasSecondFactor(app: App, personId: PersonId): Promise<boolean> {
  const confirmed = and(eq(secondFactor.personId, personId), isNotNull(secondFactor.confirmedAt));
  return (await app.db.$count(secondFactor, confirmed)) > 0;
}

export type SecondFactorState = { isOn: boolean; codesLeft: number };

export async function secondFactorState(app: App, personId: PersonId): Promise<SecondFactorState> {
  const [codes] = await app.db
    .select({ left: count() })
    .from(recoveryCode)
    .where(and(eq(recoveryCode.personId, personId), isNull(recoveryCode.usedAt)));
  return { isOn: await hasSecondFactor(app, personId), codesLeft: codes?.left ?? 0 };
}
