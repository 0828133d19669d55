import { decimalText, type Minor } from '#shared/money.ts';
import type { BookingMode, OfferingView } from '../types.ts';

/** The columns of an import, by the names in its first line; the first three must be there. */
export const CSV_COLUMNS = ['title', 'duration_minutes', 'price_naira', 'description', 'course', 'booking'] as const;
export type CsvColumn = (typeof CSV_COLUMNS)[number];
export const CSV_REQUIRED: readonly CsvColumn[] = ['title', 'duration_minutes', 'price_naira'];

export type CsvCells = Partial<Record<CsvColumn, string>>;

/** One line of an import as it was understood: what it would create, or what is wrong with it. */
export type ImportLine = {
  /** In the file, from 1; the names stand in the first. */
  line: number;
  title: string;
  /** What is wrong, by column, or with the whole line; empty for a line that is right. */
  errors: Partial<Record<CsvColumn | 'line', string>>;
  /** What would be created, for the reader to compare with what they meant; null for a line that is wrong. */
  terms: { durationMinutes: number; priceMinor: number; bookingModes: BookingMode[] } | null;
};

const MODES: Readonly<Record<string, BookingMode[]>> = {
  '': ['INSTANT'],
  instant: ['INSTANT'],
  request: ['REQUEST'],
  both: ['INSTANT', 'REQUEST'],
};

/** How a line is booked, or null for a word that is none of `instant`, `request` and `both`. */
export function readBooking(cell: string): BookingMode[] | null {
  const word = cell.trim().toLowerCase();
  return Object.hasOwn(MODES, word) ? (MODES[word] ?? null) : null;
}

/** A price as people write it in a sheet: `₦5,000`, `5000.50`, or `free`. */
export function readPrice(cell: string): string {
  const bare = cell
    .trim()
    .replace(/^(₦|NGN)\s*/i, '')
    .replaceAll(',', '');
  return /^free$/i.test(bare) ? '0' : bare;
}

/** A sheet runs a cell that begins like this as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A cell for a sheet: one that would be run gets a quote in front, one with commas, quotes or lines is put in quotes. */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What was in a cell before `csvCell` put a quote in front of it. */
export function readCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** Offerings as lines that can be imported again. */
export function offeringsCsv(offerings: readonly OfferingView[]): string {
  const lines = offerings.map(({ title, duration, priceMinor, description, course, bookingModes }) => [
    title,
    String(duration),
    decimalText(priceMinor as Minor),
    description,
    course?.slug ?? '',
    bookingModes.length === 2 ? 'both' : bookingModes[0] === 'REQUEST' ? 'request' : 'instant',
  ]);
  return csvText([[...CSV_COLUMNS], ...lines]);
}

/** A file to begin from: two lines that show every column. `course` is one of the reader's own, or none. */
export function sampleCsv(courseSlug: string | null): string {
  return csvText([
    [...CSV_COLUMNS],
    ['CV review, line by line', '45', '7500', 'Send your CV when you book, and we rewrite it together.', '', 'instant'],
    ['Mock interview', '60', '12000', 'Half an hour of questions, half an hour of notes.', courseSlug ?? '', 'both'],
  ]);
}

function csvText(lines: readonly (readonly string[])[]): string {
  return `${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
