import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** One exchange as a line of JSON, for checking against Paystack's OpenAPI document. */
export type RecordedExchange = {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly request: unknown;
  readonly status: number;
  readonly response: unknown;
};

export type Recorder = (exchange: RecordedExchange) => void;

/** Appends every exchange to `file`, one JSON object a line. No headers, so no key. Null records nothing. */
export function createRecorder(file: string | null): Recorder {
  if (file === null) return () => {};
  mkdirSync(dirname(file), { recursive: true });
  return (exchange) => appendFileSync(file, JSON.stringify(exchange) + '\n');
}
