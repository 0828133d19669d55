import { CsvError, parse } from 'csv-parse/sync';
import { ok, refuse, type Result } from '#shared/result.ts';
import { settings } from '#shared/settings.ts';
import { CSV_COLUMNS, CSV_REQUIRED, readCell, type CsvCells, type CsvColumn } from '../rules/offering-csv.ts';

/** Why what stands under the names of a line cannot be trusted: it was shifted by a comma that stands in no quotes. */
export type CsvFlaw = 'surplus_cells' | 'torn_price';
export type CsvLine = { line: number; cells: CsvCells; flaw: CsvFlaw | null };

const DELIMITERS = [',', ';', '\t'];
const PRICE_BEGINS = /^(?:₦|NGN)?\s*\d{1,3}$/i;
const PRICE_GOES_ON = /^\d{3}(?:\.\d{1,2})?$/;
/** What a decoder writes for bytes that are no letter in its encoding. */
const LOST_LETTER = '\ufffd';
const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const columns: readonly string[] = CSV_COLUMNS;

/**
 * The lines of an import under the names of its first one, with commas, semicolons or tabs between. Refuses with
 * `invalid` and a message for `csv`: a file that is empty, has lost letters or cannot be read, has names that we do not
 * know, no line, or too many.
 */
export function readCsv(text: string): Result<CsvLine[]> {
  if (text.replace('\ufeff', '').trim() === '') return wrong('The file is empty.');
  if (text.includes(LOST_LETTER)) {
    return wrong('We could not read this file’s letters. Save it as CSV UTF-8 and choose it again.');
  }
  const parsed = parseRecords(text);
  if (!parsed.ok) return parsed;
  const [head, ...records] = parsed.value;
  const names = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  const problem = nameProblem(names);
  if (problem !== null) return wrong(problem);
  if (records.length === 0) return wrong('There is no line under the names of the columns.');
  if (records.length > settings.importMaxRows) {
    return wrong(`A file can have at most ${settings.importMaxRows} lines. Split it into several.`);
  }
  return ok(records.map(({ line, cells }) => ({ line, cells: byName(names, cells), flaw: flawOf(names, cells) })));
}

type Parsed = { line: number; cells: string[] };

function parseRecords(text: string): Result<Parsed[]> {
  try {
    const found = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_records_with_empty_values: true,
      to: settings.importMaxRows + 2, // the names, and one line too many: the rest of a huge file is not read
    }) as unknown as { record: string[]; info: { lines: number } }[];
    let last = 0;
    // A record is told by its first line; the parser counts to its last.
    return ok(
      found.map(({ record, info }) => {
        const within = record.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
        last = Math.max(last + 1, info.lines - within);
        return { line: last, cells: record };
      }),
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const at = 'lines' in error && typeof error.lines === 'number' ? ` near line ${error.lines}` : '';
    return wrong(`We could not read the file${at}: a quotation mark is open or out of place.`);
  }
}

/** What separates the names of the first line: sheets of some countries write semicolons. */
function delimiterOf(text: string): string {
  const [first = ''] = text.split(/\r|\n/, 1);
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: first.split(delimiter).length }));
  return counted.sort((a, b) => b.count - a.count)[0]?.delimiter ?? ',';
}

function nameProblem(names: readonly string[]): string | null {
  const known = `The first line names the columns: ${columns.join(', ')}.`;
  const missing = CSV_REQUIRED.filter((name) => !names.includes(name));
  if (missing.length > 0) return `${known} ${LIST.format(missing)} ${missing.length === 1 ? 'is' : 'are'} missing.`;
  const unknown = names.find((name) => !columns.includes(name));
  if (unknown !== undefined) return `${known} We do not know “${unknown.slice(0, 40)}”.`;
  return new Set(names).size === names.length ? null : 'A column is named twice.';
}

function byName(names: readonly string[], cells: readonly string[]): CsvCells {
  const named = names.map((name, at) => [name as CsvColumn, readCell((cells[at] ?? '').trim())]);
  return Object.fromEntries(named) as CsvCells;
}

/** A line may end in empty cells; a description of three digits after a short price is the rest of that price. */
function flawOf(names: readonly string[], cells: readonly string[]): CsvFlaw | null {
  if (cells.slice(names.length).some((cell) => cell.trim() !== '')) return 'surplus_cells';
  const at = names.indexOf('price_naira');
  const [price = '', rest = ''] = cells.slice(at, at + 2);
  const isTorn = PRICE_BEGINS.test(price.trim()) && PRICE_GOES_ON.test(rest.trim());
  return isTorn && names[at + 1] === 'description' ? 'torn_price' : null;
}

function wrong(message: string): ReturnType<typeof refuse> {
  return refuse('invalid', { fields: { csv: `${message} Nothing was created.` } });
}
