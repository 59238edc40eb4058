import { posix } from 'node:path';
import { readXml } from '../read-xml.js';
import type { ZipArchive } from '../zip-archive.js';

/** Where a part points to (ECMA-376-2, 6.5). */
export interface Relationship {
  readonly id: string;
  /** The last part of its type, like `worksheet`, which is the same in the transitional and the strict form. */
  readonly type: string;
  /** The name of the part that is meant. */
  readonly target: string;
}

const maxRelationships = 10_000;

/** Reads the relationships of a part; of the package, if the name is empty. */
export async function readRelationships(zip: ZipArchive, part: string): Promise<Relationship[]> {
  const folder = posix.dirname(part);
  const name = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const found: Relationship[] = [];
  if (!zip.has(name)) return found;
  const listener = {
    open(tag: string, { Id: id = '', Type: type = '', Target: target = '' }) {
      if (!/^(?:\w+:)?Relationship$/.test(tag) || found.length >= maxRelationships) return;
      const path = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
      found.push({ id, type: type.slice(type.lastIndexOf('/') + 1), target: path });
    },
  };
  for await (const _ of readXml(zip.read(name), name, listener));
  return found;
}
