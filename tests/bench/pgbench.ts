import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Bench } from './bench.ts';

/** Runs a script so many times over so many connections, and says how many a second. */
export type Runner = { name: string; run(count: number, connections: number): Promise<number> };

export function hasPgbench(): boolean {
  return spawnSync('pgbench', ['--version']).status === 0;
}

/** pgbench where it is installed, else the driver that the product uses. Each run has an `:n` of its own, from 0. */
export function openRunner(bench: Bench, script: string): Runner {
  const url = bench.databaseUrl ?? '';
  return hasPgbench() ? withPgbench(url, join(bench.folder, 'hold.sql'), script) : withDriver(url, script);
}

function withPgbench(url: string, file: string, script: string): Runner {
  return {
    name: 'pgbench (prepared statements)',
    async run(count, connections) {
      const each = Math.ceil(count / connections);
      // Variables live as long as their client: each counts through a range of its own.
      writeFileSync(file, `\\set n :client_id * ${each} + :i\n\\set i :i + 1\n${script}\n`);
      const args = ['-n', '-M', 'prepared', '-D', 'i=0', '-f', file, '-c', String(connections), '-j', '2'];
      const { stdout } = await promisify(execFile)('pgbench', [...args, '-t', String(each), url]);
      const failed = /number of failed transactions: (\d+)/.exec(stdout)?.[1] ?? '0';
      const perSecond = /tps = ([\d.]+) \(without initial connection time\)/.exec(stdout)?.[1];
      if (perSecond === undefined || failed !== '0') throw new Error(`pgbench did not end well:\n${stdout}`);
      return Number(perSecond);
    },
  };
}

function withDriver(url: string, script: string): Runner {
  const statements = script.split(/;\n|\n(?=\\set)/).filter((line) => line !== '' && !line.startsWith('\\set'));
  const derived = [...script.matchAll(/^\\set (\w) :n ([%/]) (\d+)$/gm)];
  return {
    name: 'bare pg',
    async run(count, connections) {
      const clients = await Promise.all(
        Array.from({ length: connections }, async () => {
          const client = new pg.Client({ connectionString: url });
          await client.connect();
          return client;
        }),
      );
      let next = 0;
      const startedMs = performance.now();
      await Promise.all(
        clients.map(async (client) => {
          for (let n = next++; n < count; n = next++) {
            const values = new Map([['n', n]]);
            for (const [, name = '', operator, by] of derived) {
              values.set(name, operator === '%' ? n % Number(by) : Math.floor(n / Number(by)));
            }
            for (const statement of statements) {
              await client.query(
                statement.replace(/(?<!:):([a-z])\b/g, (all, name: string) => String(values.get(name) ?? all)),
              );
            }
          }
        }),
      );
      const perSecond = (count / (performance.now() - startedMs)) * 1000;
      await Promise.all(clients.map((client) => client.end()));
      return perSecond;
    },
  };
}
