import { Session } from 'node:inspector/promises';
import type pg from 'pg';
import { sql } from 'drizzle-orm';
import type { App } from '#infra/app.server.ts';
import { openRegisteredApp, startWeb } from '#processes/parts.server.ts';
import { runProcess } from '#processes/run.server.ts';
import { ok } from '#shared/result.ts';
import { answerBench, type Statement } from './messages.ts';

const SAMPLE_EVERY_MICROSECONDS = 250;

// The built product as `bin/start web` serves it, with two differences: Paystack answers at once, in this process, so
// that only our own work is measured; and the bench may ask what it costs.
await runProcess(async () => {
  const { app, close } = await openRegisteredApp(process.env);
  app.paystack = { ...app.paystack, initialize: ({ reference }) => Promise.resolve(ok(pageOf(reference))) };
  const web = await startWeb(app);
  const trace = traceStatements(app);
  const profile = profileThisProcess();
  answerBench(web.port, {
    cpuMs,
    sql: async (text) => (await app.db.execute(sql.raw(text))).rows,
    ...trace,
    ...profile,
  });
  const stop = async () => {
    await web.close();
    await close();
  };
  return { stop };
});

function pageOf(reference: string) {
  return { authorizationUrl: 'http://127.0.0.1/pay', accessCode: 'bench', reference };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Keeps what goes over the product's own pool; the job store's housekeeping has another one. */
function traceStatements({ database }: App) {
  let kept: Statement[] | null = null;
  const known = new WeakSet<object>();
  if (database.engine === 'postgresql') {
    database.pool.on('acquire', (client) => {
      if (known.has(client)) return;
      known.add(client);
      const query = client.query.bind(client) as (...args: unknown[]) => unknown;
      const traced = (...args: unknown[]) => {
        kept?.push(statementOf(args));
        return query(...args);
      };
      client.query = traced as typeof client.query;
    });
  }
  return {
    beginTrace: () => {
      kept = [];
      return null;
    },
    endTrace: () => {
      const statements = kept ?? [];
      kept = null;
      return statements;
    },
  };
}

function statementOf([config, given]: unknown[]): Statement {
  if (typeof config === 'string') return { text: config, values: Array.isArray(given) ? given : [] };
  const { text, values } = config as pg.QueryConfig;
  return { text, values: values ?? (Array.isArray(given) ? given : []) };
}

/** The share of all samples taken while a function of one of these names was on the stack. */
function profileThisProcess() {
  const session = new Session();
  session.connect();
  return {
    async beginProfile() {
      await session.post('Profiler.enable');
      await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_MICROSECONDS });
      await session.post('Profiler.start');
      return null;
    },
    async endProfile(below: string[]) {
      const { profile } = await session.post('Profiler.stop');
      const byId = new Map(profile.nodes.map((node) => [node.id, node]));
      const shares: Record<string, number> = Object.fromEntries(below.map((name) => [name, 0]));
      const visit = (id: number, above: ReadonlySet<string>) => {
        const node = byId.get(id);
        if (node === undefined) return;
        const name = node.callFrame.functionName;
        const names = below.includes(name) ? new Set([...above, name]) : above;
        for (const one of names) shares[one] = (shares[one] ?? 0) + (node.hitCount ?? 0);
        for (const child of node.children ?? []) visit(child, names);
      };
      visit(profile.nodes[0]?.id ?? 0, new Set());
      const busy = profile.nodes.filter(({ callFrame }) => callFrame.functionName !== '(idle)');
      const all = busy.reduce((sum, { hitCount }) => sum + (hitCount ?? 0), 0);
      return Object.fromEntries(Object.entries(shares).map(([name, hits]) => [name, hits / all]));
    },
  };
}
