import type { Database } from '../../../database/database.js';
import type { OpenDatabase } from '../../../database/open-database.js';
import { optionsIdentity, toItemRules } from '../../../imports/options/parse-options.js';
import { zonesIdentity } from '../../../imports/options/read-zones.js';
import { FingerprintSet } from '../../../imports/run/fingerprint-set.js';
import type { ImportTarget } from '../../../imports/run/import-target.js';
import { DatabaseTarget } from '../../../imports/targets/database-target.js';
import { createDryRunTarget } from '../../../imports/targets/dry-run-target.js';
import { ownerOf, type Viewer } from '../../../viewer/viewer.js';
import type { BulkParameters } from './bulk-parameters.js';

// Rejected rows of strangers must not fill the disk. Clients that need all of them can send them again, corrected.
const maxKept = { count: 100_000, bytes: 64 * 1024 * 1024 };

/** Creates the target of the rows of a `POST /v1/bulk`: the database, or none for a dry run. */
export function createBulkTarget(
  open: OpenDatabase,
  database: Database,
  viewer: Viewer,
  { source, options, dryRun, idempotencyKey }: BulkParameters,
): ImportTarget {
  const { map = {}, safeCsv = false, dateOrder, zones } = options;
  const rules = toItemRules(options);
  if (dryRun) return createDryRunTarget(open, { rules, seen: new FingerprintSet() });
  return new DatabaseTarget(database, {
    owner: ownerOf(viewer),
    source,
    rules,
    identity: [
      map,
      source,
      dateOrder,
      safeCsv,
      ...zonesIdentity(zones),
      ...optionsIdentity(options),
    ],
    maxKept,
    foundBy: idempotencyKey === undefined ? 'nothing' : { idempotencyKey },
  });
}
