const shortest = 4;

/** Compresses bytes into a block of LZ4, with the last match of four bytes wherever there is one. */
function compressBlock(bytes: Buffer): Buffer {
  const parts: number[] = [];
  const seen = new Map<number, number>();
  let anchor = 0;
  let at = 0;
  const extend = (length: number) => {
    if (length < 15) return;
    let left = length - 15;
    for (; left >= 255; left -= 255) parts.push(255);
    parts.push(left);
  };
  const literals = (match: number) => {
    const length = at - anchor;
    parts.push((Math.min(length, 15) << 4) | Math.min(match, 15));
    extend(length);
    for (; anchor < at; anchor += 1) parts.push(bytes[anchor] as number);
  };
  // The last literals of a block are at least five bytes.
  while (at + 12 < bytes.length) {
    const key = bytes.readUInt32LE(at);
    const found = seen.get(key);
    seen.set(key, at);
    if (found === undefined || at - found > 0xffff) at += 1;
    else {
      let length = shortest;
      while (at + length < bytes.length - 5 && bytes[found + length] === bytes[at + length])
        length += 1;
      literals(length - shortest);
      parts.push((at - found) & 0xff, (at - found) >> 8);
      extend(length - shortest);
      at += length;
      anchor = at;
    }
  }
  at = bytes.length;
  literals(0);
  return Buffer.from(parts);
}

/** A file as Firefox compresses it. */
export function compressMozLz4(content: Buffer, size = content.length): Buffer {
  const header = Buffer.from('mozLz40\0????', 'latin1');
  header.writeUInt32LE(size, 8);
  return Buffer.concat([header, compressBlock(content)]);
}
