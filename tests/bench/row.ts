import type { Bench } from './bench.ts';

/** One line of the table. */
export type Row = {
  what: string;
  budget: string;
  measured: string;
  /** Ours ÷ what it is held against, both measured in turn in this run; null where the budget is no ratio. */
  ratio: number | null;
  /** Null: for information, or not measured. */
  ok: boolean | null;
  /** What the number means, what was left out and why. */
  notes: string[];
};

/** Measures one thing and answers with its lines. */
export type Measurement = { name: string; run(bench: Bench): Promise<Row[]> };

export function skipped(what: string, budget: string, why: string): Row {
  return { what, budget, measured: 'not measured', ratio: null, ok: null, notes: [why] };
}

export function information(what: string, measured: string, ...notes: string[]): Row {
  return { what, budget: '', measured, ratio: null, ok: null, notes };
}
