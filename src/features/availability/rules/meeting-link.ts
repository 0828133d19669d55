import { settings } from '#shared/settings.ts';

export type MeetingLink =
  { readonly ok: true; readonly url: string } | { readonly ok: false; readonly message: string };

/** Names that only mean something inside a network of one's own. */
const LOCAL_NAME =
  /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|test|invalid|example|onion|arpa)$/;
/** The URL parser has already written every form of an IPv4 address (hex, octal, one number) as four numbers. */
const ADDRESS = /^(\[.*\]|\d{1,3}(\.\d{1,3}){3})$/;

/**
 * Reads a tutor's own meeting link: https, a public host name, no sign-in data in it. Nothing here fetches it, but
 * students open it, so it must lead out to the internet and nowhere else.
 */
export function readMeetingLink(text: string): MeetingLink {
  const wrong = (message: string): MeetingLink => ({ ok: false, message });
  const url = text.length <= settings.urlMaxLength ? URL.parse(text.trim()) : null;
  if (text.length > settings.urlMaxLength) return wrong(`A link can have at most ${settings.urlMaxLength} characters.`);
  if (url === null) return wrong('Give a whole link that starts with https://.');
  if (url.protocol !== 'https:') return wrong('The link must start with https://.');
  if (url.username !== '' || url.password !== '') return wrong('Leave the user name and password out of the link.');
  const host = url.hostname.replace(/\.+$/, '');
  if (ADDRESS.test(host)) return wrong('Give a link with a host name, not with a numeric address.');
  if (!host.includes('.') || LOCAL_NAME.test(host)) return wrong('This link only works on your own network.');
  if (url.href.length > settings.urlMaxLength)
    return wrong(`A link can have at most ${settings.urlMaxLength} characters.`);
  return { ok: true, url: url.href };
}
