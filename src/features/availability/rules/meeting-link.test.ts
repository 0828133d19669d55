import { expect, it } from 'vitest';
import { readMeetingLink } from './meeting-link.ts';

it('takes links that lead out to the internet', () => {
  for (const [text, url] of [
    ['https://zoom.us/j/123?pwd=x#y', 'https://zoom.us/j/123?pwd=x#y'],
    [' https://MEET.example.com ', 'https://meet.example.com/'],
    ['https://tunde.daily.co:8443/room', 'https://tunde.daily.co:8443/room'],
    ['https://xn--r8jz45g.jp/', 'https://xn--r8jz45g.jp/'],
  ] as const) {
    expect(readMeetingLink(text)).toEqual({ ok: true, url });
  }
});

it('refuses every other scheme, sign-in data, and what is no link', () => {
  for (const text of [
    'http://zoom.us/j/1',
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://zoom.us/x',
    '//zoom.us/x',
    'zoom.us/j/1',
    'https://',
    'https:// zoom.us',
    'https://user:secret@zoom.us/j/1',
    'https://user@zoom.us/j/1',
    'not a link',
    `https://zoom.us/${'x'.repeat(500)}`,
    `https://zoom.us/${'é'.repeat(200)}`,
  ]) {
    expect(readMeetingLink(text).ok, text).toBe(false);
  }
});

it('refuses addresses and names of one’s own network, however they are written', () => {
  for (const host of [
    'localhost',
    'LOCALHOST.',
    'app.localhost',
    'intranet',
    'printer.local',
    'db.internal',
    'nas.lan',
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '10.0.0.8',
    '169.254.169.254',
    '192.168.1.1',
    '8.8.8.8',
    '[::1]',
    '[fd00::1]',
    '[::ffff:127.0.0.1]',
    '127.0.0.1.',
  ]) {
    expect(readMeetingLink(`https://${host}/room`).ok, host).toBe(false);
  }
});
