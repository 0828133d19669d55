import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import { tunde } from '#tests/world/people.ts';
import { seedOfferings } from '#tests/world/seed.ts';
import { actions } from './+page.server.ts';

const CSV = 'title,duration_minutes,price_naira\r\nCafé talk,60,5000';

forEachEngine((_engine, open) => {
  let test: TestApp;

  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.reset();
    await seedOfferings(test.app);
  });

  /** What the page is given when Tunde looks at this file, with this text in the field. */
  const look = async (file: File, typed = '') => {
    const body = new FormData();
    body.set('file', file);
    body.set('csv', typed);
    const request = new Request('http://localhost/', { method: 'POST', body });
    const locals = { app: test.app, actor: () => Promise.resolve(tunde) };
    return actions.preview?.({ request, locals } as unknown as Parameters<NonNullable<typeof actions.preview>>[0]);
  };
  const sheet = (bytes: Uint8Array<ArrayBuffer>) => new File([bytes], 'offerings.csv', { type: 'text/csv' });

  it('refuses a file in Windows-1252, and shows what it read for it to be put right', async () => {
    const bytes = Uint8Array.from(CSV, (letter) => letter.charCodeAt(0));
    expect(await look(sheet(bytes))).toMatchObject({
      status: 422,
      data: {
        csv: CSV.replace('é', '\ufffd'),
        preview: null,
        errors: { csv: expect.stringContaining('Save it as CSV UTF-8') },
      },
    });
  });

  it('reads a file in UTF-16', async () => {
    const bytes = new Uint8Array(Buffer.from(`\ufeff${CSV}`, 'utf16le'));
    expect(await look(sheet(bytes))).toMatchObject({
      csv: CSV,
      preview: { right: 1, lines: [{ title: 'Café talk' }] },
    });
  });

  it('says of a chosen file that it is empty, and reads the field when none is chosen', async () => {
    expect(await look(sheet(new Uint8Array()), CSV)).toMatchObject({
      data: { errors: { csv: 'The file is empty. Nothing was created.' } },
    });
    expect(await look(new File([], ''), CSV)).toMatchObject({ csv: CSV, preview: { right: 1 } });
  });
});
