import { describe, expect, it } from 'vitest';
import { NOBODYS_ID, type Stage } from './stage.ts';

export function queries(stage: () => Stage): void {
  describe('a query', () => {
    it('that names something twice, or that we do not know, is refused by the API and harmless on a page', async () => {
      const { nobody, offeringId } = stage();
      for (const query of [
        'q=a&q=b',
        'sort=price&sort=newest',
        'role=ADMIN',
        '__proto__=1',
        'constructor=1',
        'q[]=a',
      ]) {
        expect([query, (await nobody.get(`/api/mentorship/offerings?${query}`)).status]).toEqual([query, 422]);
        expect([query, (await nobody.get(`/mentorship?${query}`)).status]).toEqual([query, 200]);
      }
      const slots = `/api/mentorship/offerings/${offeringId}/slots`;
      expect((await nobody.get(`${slots}?from=0001-01-01&to=9999-12-31`)).status).toBe(422);
      expect((await nobody.get(`${slots}?from=2027-01-01&to=2027-01-05&tz=../../etc/passwd`)).status).toBe(422);
      expect((await nobody.get(`/api/mentorship/offerings?q=${'x'.repeat(10_240)}`)).status).toBe(422);
      expect((await nobody.get(`/mentorship?q=${'x'.repeat(10_240)}`)).status).toBe(200);
    });

    it('that names what every object has finds nothing by it', async () => {
      const { nobody, ada, tunde, kemi, offeringId, sessionId } = stage();
      for (const name of ['constructor', '__proto__', 'toString']) {
        const query = ['tab', 'done', 'status', 'from', 'sort', 'days', 'mode']
          .map((key) => `${key}=${name}`)
          .join('&');
        for (const [who, path] of [
          [nobody, `/mentorship/offerings/${offeringId}?`],
          [nobody, `/mentorship/checkout?offeringId=${offeringId}&`],
          [nobody, '/sign-in?'],
          [ada, '/student/mentorship?'],
          [ada, `/mentorship/session/${sessionId}?`],
          [ada, '/settings/security?'],
          [tunde, '/tutor/mentorship?'],
          [tunde, '/tutor/mentorship/schedule?new&'],
          [tunde, '/tutor/mentorship/funnel?'],
          [kemi, '/admin/mentorship?'],
          [kemi, '/admin/mentorship/funnel?'],
          [kemi, `/admin/mentorship/sessions/${sessionId}?`],
        ] as const) {
          const { status, body } = await who.request(path + query, { headers: { accept: 'text/html' } });
          expect([path, name, status]).toEqual([path, name, 200]);
          expect(String(body), path).not.toMatch(/native code|\[object Object\]/);
        }
      }
    });

    it('with a cursor that we did not write is the first page or a refusal', async () => {
      const { nobody, ada, tunde, kemi } = stage();
      const forged = [
        'x',
        '[]',
        '999999999999999_00000000-0000-0000-0000-000000000000',
        btoa('["newest","2026","\' or 1=1"]'),
        '999999999999999',
        '9'.repeat(15) + '9'.repeat(15),
        ...['newest', 'soonest', 'price', 'best'].map((sort) => `${ours(sort, '999999999999999')}&sort=${sort}`),
        '%00',
        '%ff',
        'x'.repeat(5_000),
      ];
      for (const cursor of forged) {
        expect([200, 422]).toContain((await nobody.get(`/api/mentorship/offerings?cursor=${cursor}`)).status);
        for (const [who, path] of [
          [nobody, `/mentorship?cursor=${cursor}`],
          [ada, `/student/mentorship?tab=history&cursor=${cursor}&before=${cursor}&after=${cursor}`],
          [ada, `/student/payments?cursor=${cursor}&after=${cursor}`],
          [ada, `/notifications?before=${cursor}&cursor=${cursor}`],
          [tunde, `/tutor/mentorship?tab=completed&cursor=${cursor}&after=${cursor}`],
          [tunde, `/tutor/wallet?cursor=${cursor}&after=${cursor}`],
          [kemi, `/admin/mentorship?tab=sessions&cursor=${cursor}&after=${cursor}`],
          [kemi, `/admin/mentorship?tab=tutors&cursor=${cursor}&after=${cursor}`],
        ] as const) {
          expect([path.slice(0, 200), (await who.get(path)).status]).toEqual([path.slice(0, 200), 200]);
        }
      }
    });
  });
}

/** A cursor of the marketplace's own kind, which it never wrote. */
function ours(sort: string, key: string): string {
  return btoa(`${sort}|${key}|${NOBODYS_ID}`).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
