import type { JsonObject } from '../../formats/json/json-value.js';
import { type Field, fields } from '../normalise/item-fields.js';
import { hasNoField, type ReceivedItem } from '../normalise/received-item.js';
import type { ColumnMap } from './column-map.js';
import { parseMembers } from './json/json-items.js';
import { findMember, parseMemberName } from './member-path.js';

/**
 * Takes the fields that a map names from the row that is stored with a rejected item. CSV columns are
 * found without regard to case, as when they are read from a file. A field whose member is missing or not
 * a string stays as it is.
 */
export function remapItem(item: ReceivedItem, map: ColumnMap): ReceivedItem {
  const row = item.raw == null ? undefined : parseMembers(item.raw);
  if (row === undefined) return item;
  const found: { [F in Field]?: string | null } = {};
  for (const field of fields) {
    // If no item could be read from the row, the fields' own names are tried as well.
    const name = map[field] ?? (item[field] == null ? field : undefined);
    const value = name === undefined ? undefined : findColumn(row, name);
    if (typeof value === 'string' || value === null) found[field] = value;
    // Its fault is known, and would be lost.
    else if (value !== undefined && hasNoField(item)) return item;
  }
  return { ...item, ...found };
}

function findColumn(row: JsonObject, name: string): unknown {
  const value = findMember(row, parseMemberName(name));
  if (value !== undefined) return value;
  const comparable = (text: string) => text.trim().toLowerCase();
  const others = Object.keys(row).filter((each) => comparable(each) === comparable(name));
  const [only] = others;
  return others.length === 1 && only !== undefined ? row[only] : undefined;
}
