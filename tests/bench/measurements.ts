import { dashboards } from './dashboards.ts';
import { growth } from './growth.ts';
import { hold } from './hold.ts';
import { lighthouseMarks } from './lighthouse.ts';
import { live } from './live.ts';
import { marketplace } from './marketplace.ts';
import type { Measurement } from './row.ts';
import { slots } from './slots.ts';
import { start } from './start.ts';
import { storm } from './storm.ts';
import { suggestions } from './suggestions.ts';

/** In the order of the table. A new measurement is one line here. */
export const measurements: readonly Measurement[] = [
  slots,
  suggestions,
  hold,
  storm,
  marketplace,
  lighthouseMarks,
  live,
  dashboards,
  growth,
  start,
];
