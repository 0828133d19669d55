import { howToReachUs } from '#shared/contact-words.ts';

export const SUSPENDED_TITLE = 'Your account as a tutor is suspended';

/**
 * What a suspended tutor is told, by mail and on their pages: why, what becomes of sessions and money, whom to tell.
 * `supportEmail` is null when we have no address for that.
 */
export function suspensionParagraphs(reason: string | undefined, supportEmail: string | null): string[] {
  return [
    ...(reason ? [`The reason: ${reason}`] : []),
    'Your offerings are not listed any more. Sessions ahead of you are cancelled, and students get all of their money back.',
    `What you have earned stays yours. If you think that this is a mistake, ${howToReachUs(supportEmail)}.`,
  ];
}
