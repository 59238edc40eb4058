import { zonesIdentity } from '../../imports/normalise/read-zones.js';
import type { ImportPlan } from './import-options.js';

/** What distinguishes two imports of the same rows: the options that affect what is stored, and the source. */
export function importIdentity({
  format,
  map,
  safeCsv,
  dates,
  source,
}: ImportPlan): readonly unknown[] {
  return [format, map, safeCsv, dates.dateOrder, source, ...zonesIdentity(dates.zones)];
}
