import type { App } from '#infra/app.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { readLink, signLink } from '#infra/signed-link.server.ts';
import { actorById } from '#features/accounts/queries.server.ts';
import { readId, type PersonId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { channelsFor } from '../queries/settings.server.ts';
import { canTurnOff, isEventGroup, type EventGroup } from '../rules/event-groups.ts';
import { saveSettings } from './settings.server.ts';

/** Says in the signed text what it is for, so that no other link of ours can be taken for one of these. */
const PREFIX = 'unsubscribe';

export type Unsubscribing = { personId: PersonId; group: EventGroup; isOn: boolean };

/** The path that stops one person's mails of one group (RFC 8058). It opens nothing else and signs nobody in. */
export function unsubscribePath(app: App, personId: PersonId, group: EventGroup): string {
  return `/mail/unsubscribe/${signLink(app.config.authSecret, `${PREFIX}~${group}~${personId}`)}`;
}

/** What such a link is about. Changes nothing: mail scanners follow links. `not_found` for one that we did not sign. */
export async function unsubscribing(app: App, token: string): Promise<Result<Unsubscribing>> {
  const [prefix, group = '', id = '', ...rest] = (readLink(app.config.authSecret, token) ?? '').split('~');
  const isOurs = prefix === PREFIX && rest.length === 0 && isEventGroup(group) && canTurnOff(group);
  const person = isOurs ? await actorById(app, readId<PersonId>(id)) : null;
  if (!isOurs || person === null)
    return refuse('not_found', { message: 'This link is not one of ours. Nothing was changed.' });
  const { personId } = person;
  return ok({ personId, group, isOn: (await channelsFor(app.db, personId, group)).mail });
}

/** Stops the mails that the link is about, and no others. May be asked again. */
export async function unsubscribe(app: App, token: string): Promise<Result<Unsubscribing>> {
  const found = await unsubscribing(app, token);
  if (!found.ok) return found;
  const { personId, group } = found.value;
  return transact(app.db, async (tx) => {
    await saveSettings(tx, personId, [{ group, channel: 'mail', enabled: false }]);
    return ok({ ...found.value, isOn: false });
  });
}
