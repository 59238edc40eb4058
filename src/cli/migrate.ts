import type { MikroORM } from '@mikro-orm/sql';
import { Command } from 'commander';
import { type Config, readConfig } from '../config/config.js';
import type { Engine } from '../database/engine.js';
import { engineForUrl } from '../database/engine-for-url.js';
import { connect } from '../database/open-database.js';
import { StartError } from '../errors/start-error.js';
import { pluralize } from '../text/pluralize.js';
import { redactUrl } from '../text/redact-url.js';
import type { Terminal } from './output/terminal.js';

/** `records migrate up|status`: brings the schema of a database up to date, or tells how old it is. */
export function migrateCommand(terminal: Terminal): Command {
  const run = (work: (orm: MikroORM, engine: Engine) => Promise<void>) => async () => {
    const config = readConfig(terminal.env);
    const engine = await engineForUrl(config.database.url);
    const orm = await connected(engine, config, terminal);
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
    .description('Manage the schema of the database in DATABASE_URL.')
    .addCommand(new Command('up').description('Bring the schema up to date.').action(up))
    .addCommand(new Command('status').description('Tell how old the schema is.').action(status));
}

async function connected(
  engine: Engine,
  { database: { url, waitSeconds } }: Config,
  terminal: Terminal,
): Promise<MikroORM> {
  try {
    return await connect(engine, {
      waitSeconds,
      onWait: (reason) => terminal.printError(`${redactUrl(url)}: ${reason}; waiting.\n`),
    });
  } catch (error) {
    throw new StartError(
      `The database ${redactUrl(url)} cannot be used (${(error as Error).message}); set DATABASE_URL to one that can be.`,
      { cause: error },
    );
  }
}
