import { isUtf8 } from 'node:buffer';

/** Stands for bytes that are not UTF-8: no text has this noncharacter. */
export const invalidCharacter = '\uffff';

/** Decodes UTF-8 that arrives in chunks; bytes that are not UTF-8 become {@link invalidCharacter}. */
export class Utf8Decoder {
  #held: Buffer = Buffer.alloc(0);

  decode(bytes: Buffer): string {
    const all = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    const end = all.length - countUnfinished(all);
    this.#held = all.subarray(end);
    return decodeWhole(all.subarray(0, end));
  }

  end(): string {
    return decodeWhole(this.#held);
  }
}

function decodeWhole(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString();
  // A replacement character may also be part of the text itself.
  const kept = Buffer.from(bytes.toString('latin1').replaceAll('ï¿½', 'ï¿¾'), 'latin1');
  return kept.toString().replaceAll('\ufffd', invalidCharacter).replaceAll('\ufffe', '\ufffd');
}

/** How many bytes at the end are the beginning of a character that goes on. */
function countUnfinished(bytes: Buffer): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count += 1) {
    const byte = bytes[bytes.length - count] as number;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return length > count ? count : 0;
  }
  return 0;
}
