import { describe, expect, it } from 'vitest';
import { codeOf, type Stage } from './stage.ts';

const TOO_LARGE = 600_000;
/** Every door that takes a body, as its callers open it; a form's page of the tutor's own is named at the end. */
const DOORS = [
  '/action/writeSessionMessage',
  '/api/auth/sign-in/email',
  '/api/auth/sign-up/email',
  '/api/mentorship/proceed-payment',
  '/api/webhooks/paystack',
  '/api/webhooks/zoom',
  '/sign-in',
  '/sign-up',
  '/forgot-password',
  '/mentorship/checkout',
  '/settings/profile',
  '/tutor/mentorship/schedule/import?/preview',
];

/** Not links that a student should be sent to: inward, not https, or with something hidden in them. */
const NO_LINKS = [
  'http://zoom.us/j/1',
  'javascript:alert(1)//https://zoom.us',
  'data:text/html,x',
  'file:///etc/passwd',
  'ftp://zoom.us/',
  '//zoom.us/j/1',
  'https://',
  'https://user:secret@zoom.us/j/1',
  'https://zoom.us@127.0.0.1/',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.0.0.1/',
  'https://0177.0.0.1/',
  'https://017700000001/',
  'https://127.0.0.1./',
  'https://①②⑦.⓪.⓪.①/',
  'https://127。0。0。1/',
  'https://0.0.0.0/',
  'https://0/',
  'https://10.0.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[fd00::1]/',
  'https://[fe80::1]/',
  'https://[64:ff9b::a9fe:a9fe]/',
  'https://localhost/',
  'https://LOCALHOST./',
  'https://a.localhost/',
  'https://ｌｏｃａｌｈｏｓｔ/',
  'https://printer/',
  'https://metadata.google.internal/',
  'https://router.lan../',
  'https://db.local/',
  'https://1.0.0.127.in-addr.arpa/',
  'https://zoom.us:0x50/',
  `https://zoom.us/${'x'.repeat(600)}`,
  'https:\\\\127.0.0.1\\',
  'https://%31%32%37.0.0.1/',
];

const isForm = (path: string) => !path.startsWith('/a');

export function bodies(stage: () => Stage): void {
  describe('a body', () => {
    it.each(DOORS)('of 600 kB is refused by %s, announced or not', async (path) => {
      const { tunde } = stage();
      const text = `{"body":"${'x'.repeat(TOO_LARGE)}"}`;
      const type = isForm(path) ? 'application/x-www-form-urlencoded' : 'application/json';
      const send = (body: BodyInit) =>
        tunde.request(path, { method: 'POST', headers: { 'content-type': type }, body, duplex: 'half' } as RequestInit);
      expect((await send(text)).status).toBe(413);
      expect((await send(new Blob([text]).stream())).status).toBe(413);
    });

    it('of odd JSON is told from a right one, however deep or strange', async () => {
      const { ada } = stage();
      const deep = 20_000;
      for (const body of [
        '['.repeat(deep),
        '['.repeat(deep) + ']'.repeat(deep),
        `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`,
        '{"sessionId":"x","sessionId":"y","body":"z","body":{}}',
        '{"__proto__":{"isAdmin":true},"sessionId":"x","body":"y"}',
        '{"sessionId":"x","body":"y"}{"a":1}',
        '\ufeff{"sessionId":"x","body":"y"',
        '"text"',
        '1e999',
        'NaN',
        '\u0000',
      ]) {
        for (const path of [
          '/action/writeSessionMessage',
          '/api/mentorship/proceed-payment',
          '/api/auth/sign-in/email',
        ]) {
          const headers = { 'content-type': 'application/json' };
          const { status } = await ada.request(path, { method: 'POST', headers, body });
          expect([400, 404, 422], `${path} ${body.slice(0, 40)}`).toContain(status);
        }
      }
      expect(Object.prototype).not.toHaveProperty('isAdmin');
    });

    it('of another kind than the door takes changes nothing and breaks nothing', async () => {
      const { ada, sessionId } = stage();
      for (const type of [
        'text/plain',
        'application/xml',
        'multipart/form-data',
        'multipart/form-data; boundary=x',
        '',
      ]) {
        const init = { method: 'POST', headers: { 'content-type': type }, body: 'sessionId=x' };
        expect(codeOf((await ada.request('/action/writeSessionMessage', init)).body)).toBe('unreadable');
        for (const path of ['/sign-in', '/forgot-password', `/mentorship/session/${sessionId}?/write`]) {
          const { status } = await ada.request(path, init);
          expect([400, 415, 422], `${path} ${type}`).toContain(status);
        }
      }
    });
  });

  describe('a link to meet at', () => {
    it('leads out, over https, to a name that means the same everywhere', async () => {
      const { tunde, sessionId } = stage();
      for (const meetingUrl of NO_LINKS) {
        const { status, body } = await tunde.act('setMentorshipMeetingUrl', { sessionId, meetingUrl });
        expect([meetingUrl, status, codeOf(body)]).toEqual([meetingUrl, 422, 'invalid']);
        const form = { method: 'POST', body: new URLSearchParams({ meetingUrl }) };
        const own = await tunde.request('/tutor/mentorship/schedule?/link', form);
        expect([meetingUrl, own.status]).toEqual([meetingUrl, 422]);
      }
    });
  });

  describe('a sheet', () => {
    it('runs nothing that a tutor wrote into a title or description', async () => {
      const { tunde } = stage();
      const formulas = ["=cmd|'/c calc'!A1", '+1+1', '-1+1', '@SUM(A1)', '=HYPERLINK("https://evil.example";"x")'];
      for (const title of formulas) {
        const description = `${title}\n=1+1`;
        const { status } = await tunde.act('createMentorshipOffering', {
          title,
          description,
          duration: 60,
          price: 5000,
        });
        expect([title, status]).toEqual([title, 200]);
      }
      const { body } = await tunde.get('/tutor/mentorship/schedule/import/offerings.csv');
      for (const cell of cells(String(body))) expect(cell).not.toMatch(/^\s*[=+\-@\t\r]/);
      for (const title of formulas) expect(cells(String(body))).toContain(`'${title}`);
    });
  });
}

/** The cells of a CSV text as a sheet reads them: quoted or not, with commas between. */
function cells(text: string): string[] {
  return [...text.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
  );
}
