import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { execute } from '#features/accounts/command.server.ts';
import type { Actor } from '#features/accounts/gates.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { settings } from '#shared/settings.ts';
import { addPerson } from '#tests/support/cast.ts';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { brandIdentity, reactReview } from '#tests/world/offerings.ts';
import { ngozi, tunde } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import { getTutorMentorshipOfferings } from '../queries/find.server.ts';
import { offeringsCsv, sampleCsv } from '../rules/offering-csv.ts';
import { duplicateMentorshipOffering } from './duplicate.server.ts';
import { importMentorshipOfferings, previewOfferingImport, type ImportPreview } from './import.server.ts';
import { createMentorshipOffering } from './manage.server.ts';

const HEAD = 'title,duration_minutes,price_naira,description,course,booking';

forEachEngine((_engine, open) => {
  let test: TestApp;

  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    await seedOfferings(test.app);
  });

  const preview = (csv: string, actor: Actor = tunde) => execute(test.app, previewOfferingImport, actor, { csv });
  const send = (input: { csv: string; skipWrong?: boolean }, actor: Actor = tunde) =>
    execute(test.app, importMentorshipOfferings, actor, input);
  const own = async (actor: Actor = tunde) => {
    const found = await execute(test.app, getTutorMentorshipOfferings, actor, {});
    if (!found.ok) throw new Error(found.reason);
    return found.value;
  };
  const linesOf = async (csv: string) => {
    const found = await preview(csv);
    if (!found.ok) throw new Error(found.message);
    return found.value;
  };
  const whyNot = async (csv: string) => {
    const found = await preview(csv);
    return found.ok ? null : found.fields?.csv;
  };

  describe('an import', () => {
    const GOOD = [
      HEAD,
      'Node basics,60,"5,000","Bring ""your"" code,\nall of it",react-mastery,both',
      'First talk,30,free,,,request',
      'Pairing,120,₦18000.50,,,',
    ].join('\r\n');

    const terms = (durationMinutes: number, priceMinor: number, ...bookingModes: string[]) => ({
      durationMinutes,
      priceMinor,
      bookingModes,
    });

    it('tries first and writes nothing, then creates every line as it was read', async () => {
      const before = await own();
      expect(await linesOf(GOOD)).toEqual({
        right: 3,
        wrong: 0,
        lines: [
          { line: 2, title: 'Node basics', errors: {}, terms: terms(60, 500_000, 'INSTANT', 'REQUEST') },
          { line: 4, title: 'First talk', errors: {}, terms: terms(30, 0, 'REQUEST') },
          { line: 5, title: 'Pairing', errors: {}, terms: terms(120, 1_800_050, 'INSTANT') },
        ],
      });
      expect(await own()).toEqual(before);
      expect(await send({ csv: GOOD })).toEqual({ ok: true, value: { created: 3, skipped: 0 } });
      const made = (await own()).filter(({ id }) => !before.some((one) => one.id === id));
      expect(
        made
          .map((one) => [
            one.title,
            one.duration,
            one.priceMinor,
            one.bookingModes,
            one.course?.slug,
            one.nextSlot !== null,
          ])
          .toSorted(),
      ).toEqual([
        ['First talk', 30, 0, ['REQUEST'], undefined, true],
        ['Node basics', 60, 500_000, ['INSTANT', 'REQUEST'], 'react-mastery', true],
        ['Pairing', 120, 1_800_050, ['INSTANT'], undefined, true],
      ]);
      expect(made.find(({ title }) => title === 'Node basics')?.description).toBe('Bring "your" code,\nall of it');
    });

    it('creates nothing twice when it is sent twice', async () => {
      await send({ csv: GOOD });
      const again = await send({ csv: GOOD });
      expect(again).toMatchObject({ ok: false, reason: 'invalid' });
      expect((await linesOf(`${HEAD}\nOnce,60,5000\nonce,60,5000.00`)).lines[1]?.errors.title).toContain('already');
    });

    it('says what is wrong on each line, and creates nothing until told to leave those out', async () => {
      const csv = [
        HEAD,
        'Good,60,5000',
        ',60,5000',
        'A,61,49',
        'B,60,1e3,,somebody-elses,maybe',
        `C,60,5000,${'x'.repeat(2_001)}`,
      ].join('\n');
      const before = (await own()).length;
      const { lines, right, wrong } = await linesOf(csv);
      expect([right, wrong]).toEqual([1, 4]);
      expect(lines.map((line) => line.terms !== null)).toEqual([true, false, false, false, false]);
      expect(lines.map(({ line, errors }) => [line, Object.keys(errors).toSorted()])).toEqual([
        [2, []],
        [3, ['title']],
        [4, ['duration_minutes', 'price_naira']],
        [5, ['booking', 'course', 'price_naira']],
        [6, ['description']],
      ]);
      const refused = await send({ csv });
      expect(refused).toMatchObject({ ok: false, reason: 'invalid' });
      expect(!refused.ok && (refused.data as ImportPreview).wrong).toBe(4);
      expect((await own()).length).toBe(before);
      expect(await send({ csv, skipWrong: true })).toEqual({ ok: true, value: { created: 1, skipped: 4 } });
      expect((await own()).length).toBe(before + 1);
    });

    it('creates nothing of a line with more cells than columns, whatever stands in its first ones', async () => {
      const csv = [
        HEAD,
        'Comma,60,500,000,,,x',
        'Comma,60,"500,000",,,',
        'Empty cells,60,5000,,,,,  ,',
        'Far out,60,5000,,,,,x',
      ].join('\n');
      const { lines, right } = await linesOf(csv);
      expect(right).toBe(2);
      expect(lines.map(({ errors }) => errors)).toEqual([
        {
          line: 'This line has more cells than there are columns. A number with a comma stands in quotes: "500,000".',
        },
        {},
        {},
        { line: expect.stringContaining('more cells than there are columns') },
      ]);
      expect(await send({ csv })).toMatchObject({
        ok: false,
        message: expect.stringMatching(/^2 of 4 lines need another look, the first is line 2: This line has more/),
      });
      await send({ csv, skipWrong: true });
      const comma = (await own()).filter(({ title }) => title === 'Comma');
      expect(comma.map(({ priceMinor }) => priceMinor)).toEqual([50_000_000]);
    });

    it('finds a price that its comma tore in two, also where cells are left for the rest of it', async () => {
      const torn = ['Comma,60,500,000,,,', 'Comma,60,500,000', 'Comma,60,₦5,000.50,,,', 'Comma,60,1,000,000'];
      const { lines, right } = await linesOf([HEAD, ...torn].join('\n'));
      expect(right).toBe(0);
      for (const { errors, line } of lines)
        expect(errors, String(line)).toEqual({
          price_naira: 'This price stands in two cells. A number with a comma stands in quotes: "500,000".',
        });
      expect((await linesOf(`${HEAD}\nShort,60,500,101 ways to begin\nLong,60,5000,100`)).right).toBe(2);
      expect((await linesOf('title,price_naira,duration_minutes\nTwo hours,500,120')).right).toBe(1);
    });

    it('refuses a whole file that it cannot read, whatever is in it', async () => {
      for (const [csv, why] of [
        ['', 'The file is empty. Nothing was created.'],
        ['\ufeff\r\n \n', 'The file is empty.'],
        ['description\na', '. title, duration_minutes and price_naira are missing. Nothing'],
        ['title\na', ' duration_minutes and price_naira are missing.'],
        [
          `${HEAD}\nCaf\ufffd,60,5000`,
          'We could not read this file’s letters. Save it as CSV UTF-8 and choose it again. Nothing was created.',
        ],
        ['title,price_naira\na,5', ' duration_minutes is missing.'],
        ['name,price\na,b', 'are missing'],
        [HEAD, 'no line'],
        [`${HEAD},role\nA,60,5000,,,,ADMIN`, 'We do not know “role”'],
        [`${HEAD},tutorId\nA,60,5000,,,,x`, 'We do not know “tutorid”'],
        ['title,title,duration_minutes,price_naira\nA,B,60,5000', 'named twice'],
        [`${HEAD}\n"open,60,5000`, 'quotation mark'],
        [`${HEAD}\n${'A,60,5000\n'.repeat(501)}`, 'at most 500 lines'],
        [`${HEAD}\n${'a\n'.repeat(100_000)}`, 'at most 500 lines'],
        ['\u0000\u0001\u0002', 'are missing'],
      ] as const) {
        expect(await whyNot(csv), csv.slice(0, 60)).toContain(why);
      }
      expect(await whyNot(`${HEAD}\n${'A long line,60,5000\n'.repeat(100_000)}`)).toContain('256 kB');
    });

    it('reads what sheets write: semicolons, tabs, a byte order mark, names in any letter case, empty lines', async () => {
      expect((await linesOf('\ufeffTitle;Duration_Minutes;Price_Naira\r\n\r\nUne heure;60;5000\r\n;;\r\n')).right).toBe(
        1,
      );
      expect((await linesOf('title\tprice_naira\tduration_minutes\nHour\t5000\t60')).right).toBe(1);
    });

    it('takes formulas as the words that they are, and hands none out', async () => {
      const formulas = ['=HYPERLINK("http://evil.test")', '+1+1', '-2', '@SUM(A1)'];
      const csv = [HEAD, ...formulas.map((text) => `"${text.replaceAll('"', '""')}",60,5000`)].join('\n');
      await send({ csv });
      const mine = await own();
      expect(formulas.every((text) => mine.some(({ title }) => title === text))).toBe(true);
      const exported = offeringsCsv(mine);
      expect(exported).toContain(`"'=HYPERLINK(""http://evil.test"")"`);
      expect(exported).not.toMatch(/(^|[,\n])"?[=+\-@]/m);
      const back = await linesOf(exported);
      expect(
        back.lines.every(({ errors }) => errors.title?.includes('already')),
        'as they were',
      ).toBe(true);
    });

    it('links no course for a mentor or for another’s course', async () => {
      const csv = `${HEAD}\nA,60,5000,,react-mastery,`;
      const found = await preview(csv, ngozi);
      expect(found.ok && found.value.lines[0]?.errors.course).toContain('not the short name of a course of yours');
    });

    it('keeps to the most that one person may offer', async () => {
      const many = (from: number, count: number) =>
        [HEAD, ...Array.from({ length: count }, (_, n) => `Offer ${from + n},60,5000`)].join('\n');
      const mentor = await addPerson(test.app, 'Many Things', 'MENTOR');
      expect(await send({ csv: many(0, settings.maxOfferings) }, mentor)).toMatchObject({ ok: true });
      for (const more of [
        await send({ csv: many(1_000, 1) }, mentor),
        await execute(test.app, createMentorshipOffering, mentor, { title: 'One more', duration: 60, price: 5000 }),
      ]) {
        expect(more).toMatchObject({ ok: false, reason: 'too_many_offerings' });
      }
    });

    it('takes its own sample', async () => {
      expect(await linesOf(sampleCsv('react-mastery'))).toMatchObject({ right: 2, wrong: 0 });
    });
  });

  describe('a duplicate', () => {
    const copy = (actor: Actor, offeringId: string) =>
      execute(test.app, duplicateMentorshipOffering, actor, { offeringId });

    it('is a paused copy of one’s own, and its title says so once', async () => {
      const made = await copy(tunde, reactReview.id);
      expect(made).toMatchObject({
        ok: true,
        value: {
          title: `${reactReview.title} (copy)`,
          status: 'PAUSED',
          priceMinor: 500_000,
          duration: 60,
          course: { slug: 'react-mastery' },
        },
      });
      if (!made.ok) return;
      expect(await copy(tunde, made.value.id)).toMatchObject({ value: { title: `${reactReview.title} (copy)` } });
      await test.app.db
        .update(offering)
        .set({ title: 'x'.repeat(120) })
        .where(eq(offering.id, reactReview.id));
      expect(await copy(tunde, reactReview.id)).toMatchObject({ value: { title: `${'x'.repeat(113)} (copy)` } });
    });

    it('is not made of another’s', async () => {
      expect(await copy(tunde, brandIdentity.id)).toMatchObject({ ok: false, reason: 'not_found' });
      expect(await copy(tunde, 'nothing')).toMatchObject({ ok: false, reason: 'not_found' });
    });
  });
});
