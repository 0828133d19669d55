import { readdirSync, readFileSync } from 'node:fs';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { is, sql } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forEachEngine, type TestApp } from '#tests/support/database.ts';
import * as schema from './schema.server.ts';

const everything: readonly unknown[] = Object.values(schema);
const tables = everything.filter((one): one is PgTable => is(one, PgTable)).map((table) => getTableConfig(table));

/** What information_schema calls a type that a table definition names. */
const TYPES: Record<string, string> = {
  bigserial: 'bigint',
  serial: 'integer',
  'timestamp(3) with time zone': 'timestamp with time zone',
  'timestamp (3) with time zone': 'timestamp with time zone',
};

type Column = { table_name: string; column_name: string; data_type: string; is_nullable: string };

forEachEngine((_engine, open) => {
  let test: TestApp;
  beforeAll(async () => void (test = await open()));
  afterAll(() => test.close());

  it('has in the database exactly the columns that the table definitions name', async () => {
    const { rows } = await test.app.db.execute<Column>(sql`
      select c.table_name, c.column_name, c.data_type, c.is_nullable from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE'`);
    const found = rows.map(
      (row) =>
        `${row.table_name}.${row.column_name} ${row.data_type} ${row.is_nullable === 'YES' ? 'null' : 'not null'}`,
    );
    const defined = tables.flatMap(({ name, columns }) =>
      columns.map((column) => {
        const type = column.getSQLType();
        return `${name}.${column.name} ${TYPES[type] ?? type} ${column.notNull ? 'not null' : 'null'}`;
      }),
    );
    expect(found.sort()).toEqual(defined.sort());
  });

  it('has every index and every foreign key that they name', async () => {
    const { rows: indexes } = await test.app.db.execute<{ name: string }>(
      sql`select indexname as name from pg_indexes where schemaname = 'public'`,
    );
    const { rows: keys } = await test.app.db.execute<{ name: string }>(
      sql`select conname as name from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
    );
    const definedIndexes = tables.flatMap((table) => table.indexes.map((index) => index.config.name ?? ''));
    const definedKeys = tables.flatMap((table) => table.foreignKeys.map((key) => key.getName()));
    expect(indexes.map(({ name }) => name)).toEqual(expect.arrayContaining(definedIndexes));
    expect(keys.map(({ name }) => name)).toEqual(expect.arrayContaining(definedKeys));
    expect(definedIndexes.length).toBeGreaterThan(30);
  });
});

type Snapshot = Parameters<typeof generateMigration>[0];

const META = new URL('../../../migrations/meta/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, META), 'utf8')) as unknown;
const snapshots = () =>
  readdirSync(META)
    .filter((name) => name.endsWith('_snapshot.json'))
    .toSorted()
    .map((name) => read(name) as Snapshot);

it('has snapshots that follow on each other, the last of which knows every table as it is defined', async () => {
  const known = snapshots();
  known.slice(1).forEach(({ prevId }, index) => expect(prevId).toBe(known[index]?.id));
  const last = known.at(-1);
  if (last === undefined) throw new Error('there is no snapshot');
  // What the next generated migration would hold.
  expect(await generateMigration(last, generateDrizzleJson({ ...schema }, last.id))).toEqual([]);
});
