import type { JsonObject } from '../../../formats/json/json-value.js';
import type { ColumnMap } from '../column-map.js';
import { findMember, parseMemberName } from '../member-path.js';
import type { Preset } from './preset.js';

/**
 * Tells what in the files of a preset to pass over: folders and the like, which have no uri, and searches of
 * the program; undefined if there is nothing of the kind.
 */
export function createPassOver(
  preset: Preset | undefined,
  map: ColumnMap,
): ((members: JsonObject) => boolean) | undefined {
  if (!preset?.hasFolders) return undefined;
  const { ownUris, map: own } = preset;
  const names = [own.uri, map.uri].map((name) => parseMemberName(name ?? 'uri'));
  return (members) => {
    const uris = names.map((name) => findMember(members, name));
    if (uris.every((uri) => uri === undefined)) return true;
    return ownUris !== undefined && uris.some((uri) => `${uri}`.startsWith(ownUris));
  };
}
