import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { instantColumn } from '../columns.server.ts';

/** One row: which mode this database was made for, and (demo and test only) how far its clock was moved. */
export const installation = pgTable('installation', {
  id: integer('id').primaryKey(),
  mode: text('mode').$type<'production' | 'dev' | 'demo' | 'test'>().notNull(),
  clockOffsetMs: bigint('clock_offset_ms', { mode: 'number' }).notNull(),
  createdAt: instantColumn('created_at').notNull(),
});
