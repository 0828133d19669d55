import type { Row } from './row.ts';

const HEADINGS = ['what', 'budget', 'measured', 'ratio', 'ok?'] as const;

export function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [row.what, row.budget, row.measured, ratio(row), verdict(row)]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  return [line(HEADINGS), rule, ...cells.map(line)].join('\n');
}

/** What stands behind each number, numbered as the table's lines are. */
export function notes(rows: readonly Row[]): string {
  return rows
    .filter((row) => row.notes.length > 0)
    .map((row) => `${row.what}\n${row.notes.map((note) => `  ${note}`).join('\n')}`)
    .join('\n');
}

function ratio(row: Row): string {
  return row.ratio === null ? '' : row.ratio.toFixed(2);
}

function verdict(row: Row): string {
  if (row.ok === null) return row.budget === '' ? 'info' : 'skipped';
  return row.ok ? 'yes' : 'NO';
}
