import { z } from 'zod';
import { readId } from '#shared/id.ts';
import { canTurnOff, CHANNELS, EVENT_GROUPS, GROUP_WORDS } from './rules/event-groups.ts';

const change = z
  .strictObject({
    group: z.enum(EVENT_GROUPS, { error: 'We do not know this group.' }),
    channel: z.enum(CHANNELS, { error: 'A channel is mail or toast.' }),
    enabled: z.boolean({ error: 'Say true or false.' }),
  })
  .superRefine(({ group, enabled }, context) => {
    if (enabled || canTurnOff(group)) return;
    context.addIssue({ code: 'custom', path: ['enabled'], message: GROUP_WORDS[group].whyAlways ?? '' });
  });

const MAX_CHANGES = EVENT_GROUPS.length * CHANNELS.length;

/** What is turned on or off; what is not named stays as it is. */
export const setNotificationSettingsInput = z.strictObject({
  changes: z
    .array(change, { error: 'Send the changes as a list.' })
    .max(MAX_CHANGES, `At most ${MAX_CHANGES} changes at a time.`),
});

export type SettingChange = z.output<typeof change>;

/** Everything up to a number, or one by its id. */
export const markReadInput = z
  .strictObject({
    upToSeq: z.coerce.number({ error: 'Say up to which one.' }).int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
    id: z
      .string()
      .max(100)
      .transform((text) => readId(text))
      .optional(),
  })
  .refine(({ upToSeq, id }) => (upToSeq === undefined) !== (id === undefined), {
    message: 'Give either upToSeq or id.',
    path: ['upToSeq'],
  });
