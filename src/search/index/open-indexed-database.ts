import { openConfiguredDatabase } from '../../database/open-configured-database.js';
import type { OpenDatabase } from '../../database/open-database.js';
import { buildIndex } from './build-index.js';
import { describeProgress } from './describe-progress.js';

const reportEveryMs = 10_000;

/**
 * Opens the configured database. If it has no administrator, who would run `records migrate up`, its search
 * index is brought up to date, which may take long after an update of the program; messages say so.
 *
 * @param parameters those of {@link openConfiguredDatabase}
 */
export async function openIndexedDatabase(
  ...parameters: Parameters<typeof openConfiguredDatabase>
): Promise<OpenDatabase> {
  const [, { warn, signal, unchanged = false }] = parameters;
  const database = await openConfiguredDatabase(...parameters);
  if (!database.engine.migratesAtStart || unchanged) return database;
  let reportedAt = -Infinity;
  try {
    await buildIndex(database.fork(), {
      signal,
      onProgress(progress) {
        if (performance.now() < reportedAt + reportEveryMs) return;
        reportedAt = performance.now();
        warn(`The search index is being built: ${describeProgress(progress)}.`);
      },
    });
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
