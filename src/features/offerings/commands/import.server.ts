import { and, eq, ne } from 'drizzle-orm';
import type { z } from 'zod';
import { defineCommand, type App } from '#features/accounts/command.server.ts';
import type { May } from '#features/accounts/gates.server.ts';
import { lockActor } from '#features/accounts/commands/lock-actor.server.ts';
import { roleMay } from '#features/accounts/permissions.ts';
import { refreshNextSlots } from '#features/availability/commands/next-slots.server.ts';
import { databaseCatalog } from '#features/courses/queries.server.ts';
import type { Executor, Tx } from '#infra/db/client.server.ts';
import { offering } from '#infra/db/tables/offerings.server.ts';
import { transact } from '#infra/db/transact.server.ts';
import { newId, type OfferingId } from '#shared/id.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { readBooking, readPrice, type CsvColumn, type ImportLine } from '../rules/offering-csv.ts';
import { createOfferingInput, importInput, previewImportInput } from '../schema.ts';
import { modeColumns, refuseMore } from './manage.server.ts';
import { readCsv, type CsvFlaw, type CsvLine } from './read-csv.server.ts';

type Draft = z.output<typeof createOfferingInput>;
type Checked = { line: ImportLine; draft: Draft | null };

export type ImportPreview = { lines: ImportLine[]; right: number; wrong: number };

/** What an import would do, line by line. Writes nothing. */
export const previewOfferingImport = defineCommand({
  name: 'previewOfferingImport',
  permission: 'offering.manage',
  input: previewImportInput,
  async run(app, tutor, { csv }): Promise<Result<ImportPreview>> {
    const read = readCsv(csv);
    if (!read.ok) return read;
    return ok(previewOf(await checkLines(app.db, tutor, read.value)));
  },
});

/**
 * Creates an offering for each line. Nothing is created unless every line is right, or `skipWrong` says to leave the
 * wrong ones out: else 422 `invalid` with the preview in `data`. Lines that the tutor offers already are wrong, so that a
 * file sent twice creates nothing twice.
 */
export const importMentorshipOfferings = defineCommand({
  name: 'importMentorshipOfferings',
  permission: 'offering.manage',
  input: importInput,
  async run(app, tutor, { csv, skipWrong }): Promise<Result<{ created: number; skipped: number }>> {
    const read = readCsv(csv);
    if (!read.ok) return read;
    return transact(app.db, async (tx) => {
      const present = await lockActor(tx, tutor);
      if (!present.ok) return present;
      const checked = await checkLines(tx, tutor, read.value);
      const preview = previewOf(checked);
      if (preview.right === 0 || (preview.wrong > 0 && !skipWrong)) return refuseLines(preview);
      const refusal = await refuseMore(tx, tutor, preview.right);
      if (refusal !== null) return refusal;
      await create(app, tx, tutor, checked);
      return ok({ created: preview.right, skipped: preview.wrong });
    });
  },
});

async function create(app: App, tx: Tx, tutor: May<'offering.manage'>, checked: readonly Checked[]): Promise<void> {
  const now = app.clock.now();
  const rows = checked.flatMap(({ draft }) => {
    if (draft === null) return [];
    return [
      {
        id: newId<OfferingId>(app.random, now.epochMilliseconds),
        tutorId: tutor.personId,
        courseId: draft.courseId,
        title: draft.title,
        description: draft.description,
        durationMinutes: draft.duration,
        priceMinor: draft.price,
        currency: settings.currency,
        ...modeColumns(draft.bookingModes),
        createdAt: now,
        updatedAt: now,
      },
    ];
  });
  await tx.insert(offering).values(rows);
  await refreshNextSlots(tx, [tutor.personId], now);
}

async function checkLines(
  executor: Executor,
  tutor: May<'offering.manage'>,
  lines: readonly CsvLine[],
): Promise<Checked[]> {
  const courses = roleMay(tutor.role, 'offering.linkCourse')
    ? await databaseCatalog(executor).coursesOwnedBy(tutor.personId)
    : [];
  const courseIds = new Map(courses.map(({ slug, id }) => [slug, id as string]));
  const seen = new Set(await ownKeys(executor, tutor));
  return lines.map((line) => checkLine(line, courseIds, seen));
}

const IN_QUOTES = 'A number with a comma stands in quotes: "500,000".';
const FLAWS: Readonly<Record<CsvFlaw, ImportLine['errors']>> = {
  surplus_cells: { line: `This line has more cells than there are columns. ${IN_QUOTES}` },
  torn_price: { price_naira: `This price stands in two cells. ${IN_QUOTES}` },
};

function checkLine({ line, cells, flaw }: CsvLine, courseIds: ReadonlyMap<string, string>, seen: Set<string>): Checked {
  const told = { line, title: (cells.title ?? '').slice(0, settings.titleMaxLength) };
  if (flaw !== null) return { line: { ...told, errors: FLAWS[flaw], terms: null }, draft: null };
  const booking = readBooking(cells.booking ?? '');
  const course = cells.course ?? '';
  const parsed = createOfferingInput.safeParse({
    title: cells.title ?? '',
    description: cells.description ?? '',
    duration: cells.duration_minutes ?? '',
    price: readPrice(cells.price_naira ?? ''),
    courseId: courseIds.get(course) ?? null,
    bookingModes: booking ?? ['INSTANT'],
  });
  const errors = parsed.success ? {} : errorsOf(parsed.error);
  if (course !== '' && !courseIds.has(course)) errors.course = 'This is not the short name of a course of yours.';
  if (booking === null) errors.booking = 'Write instant, request or both.';
  if (parsed.success && seen.has(keyOf(parsed.data)))
    errors.title ??= 'You offer exactly this already, or it stands twice in the file.';
  if (!parsed.success || Object.keys(errors).length > 0) return { line: { ...told, errors, terms: null }, draft: null };
  seen.add(keyOf(parsed.data));
  return { line: { ...told, errors, terms: termsOf(parsed.data) }, draft: parsed.data };
}

function termsOf({ duration, price, bookingModes }: Draft): ImportLine['terms'] {
  return { durationMinutes: duration, priceMinor: price, bookingModes };
}

const COLUMN_OF: Readonly<Record<string, CsvColumn>> = {
  title: 'title',
  description: 'description',
  duration: 'duration_minutes',
  price: 'price_naira',
};

function errorsOf(error: z.ZodError): ImportLine['errors'] {
  const errors: ImportLine['errors'] = {};
  for (const issue of error.issues) errors[COLUMN_OF[String(issue.path[0])] ?? 'title'] ??= issue.message;
  return errors;
}

type Alike = { title: string; duration: number; price: number };

function keyOf({ title, duration, price }: Alike): string {
  return `${title.toLowerCase()}|${duration}|${price}`;
}

async function ownKeys(executor: Executor, tutor: May<'offering.manage'>): Promise<string[]> {
  const rows = await executor
    .select({ title: offering.title, duration: offering.durationMinutes, price: offering.priceMinor })
    .from(offering)
    .where(and(eq(offering.tutorId, tutor.personId), ne(offering.status, 'CANCELLED')))
    .limit(settings.maxOfferings);
  return rows.map(keyOf);
}

function previewOf(checked: readonly Checked[]): ImportPreview {
  const right = checked.filter(({ draft }) => draft !== null).length;
  return { lines: checked.map(({ line }) => line), right, wrong: checked.length - right };
}

function refuseLines(preview: ImportPreview) {
  const [first] = preview.lines.filter(({ errors }) => Object.keys(errors).length > 0);
  const [why = ''] = Object.values(first?.errors ?? {});
  const message = `${preview.wrong} of ${preview.lines.length} lines need another look, the first is line ${first?.line}: ${why} Nothing was created.`;
  return refuse('invalid', { message, fields: { csv: message }, data: preview });
}
