import { optionsIdentity } from '../../imports/options/parse-options.js';
import { zonesIdentity } from '../../imports/options/read-zones.js';
import type { ImportPlan } from './import-options.js';

/** What distinguishes two imports of the same rows: the options that affect what is stored, and the source. */
export function importIdentity({ options, source }: ImportPlan): readonly unknown[] {
  const { format, map, safeCsv = false, dateOrder, zones } = options;
  return [
    format,
    map,
    safeCsv,
    dateOrder,
    source,
    ...zonesIdentity(zones),
    ...optionsIdentity(options),
  ];
}
