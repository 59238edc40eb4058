import type { MikroORM, SqlEntityManager } from '@mikro-orm/sql';
import { Command } from 'commander';
import { readConfig } from '../config/config.js';
import { createDatabase, type Database } from '../database/database.js';
import type { Engine } from '../database/engine.js';
import { engineForUrl } from '../database/engine-for-url.js';
import { buildIndex } from '../search/index/build-index.js';
import { describeProgress } from '../search/index/describe-progress.js';
import { pluralize } from '../text/pluralize.js';
import { connectToAnySchema } from './open-database.js';
import type { Terminal } from './output/terminal.js';

/** `records migrate up|status`: brings the schema of a database up to date, or shows what is missing. */
export function migrateCommand(terminal: Terminal): Command {
  const run = (work: (orm: MikroORM, engine: Engine) => Promise<void>) => async () => {
    const config = readConfig(terminal.env);
    const engine = await engineForUrl(config.database.url);
    const orm = await connectToAnySchema(engine, config, terminal);
    try {
      await work(orm, engine);
    } finally {
      await orm.close(true);
    }
  };
  const up = run(async (orm, engine) => {
    const applied = await engine.migrate(orm);
    for (const { name } of applied) terminal.print(`applied ${name}\n`);
    terminal.print(
      `${pluralize(applied.length, 'migration')} applied; the schema is up to date.\n`,
    );
    await buildSearchIndex(createDatabase(orm.em.fork() as SqlEntityManager, engine), terminal);
  });
  const status = run(async (orm) => {
    for (const { name } of await orm.migrator.getExecuted()) terminal.print(`applied  ${name}\n`);
    const pending = await orm.migrator.getPending();
    for (const { name } of pending) terminal.print(`missing  ${name}\n`);
    terminal.print(
      pending.length === 0
        ? 'The schema is up to date.\n'
        : 'The schema is older than this program needs; run "npx records migrate up".\n',
    );
  });
  return new Command('migrate')
    .description('Manage the schema of the database at DATABASE_URL.')
    .addCommand(new Command('up').description('Bring the schema up to date.').action(up))
    .addCommand(
      new Command('status')
        .description('Show which migrations are applied and which are missing.')
        .action(status),
    );
}

const reportEveryMs = 2000;

/** Services may run meanwhile; they search what is not indexed yet without the index. */
async function buildSearchIndex(database: Database, { print }: Terminal): Promise<void> {
  let reportedAt = -Infinity;
  let isBuilt = false;
  await buildIndex(database, {
    onProgress(progress) {
      isBuilt = true;
      if (performance.now() < reportedAt + reportEveryMs) return;
      reportedAt = performance.now();
      print(`${describeProgress(progress)}\n`);
    },
  });
  if (isBuilt) print('The search index is up to date.\n');
}
