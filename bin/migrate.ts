import { readConfig } from '#infra/config.server.ts';
import { openDatabase } from '#infra/db/client.server.ts';
import { migrate } from '#infra/db/migrate.server.ts';
import { createLog } from '#infra/log.server.ts';
import { runOnce } from './support/run-once.ts';

await runOnce(async () => {
  const config = readConfig(process.env);
  const database = await openDatabase({ ...config, log: createLog(config.logLevel) });
  try {
    await migrate(database, config.mode);
    console.log(`The ${config.mode} database is up to date.`);
  } finally {
    await database.close();
  }
});
