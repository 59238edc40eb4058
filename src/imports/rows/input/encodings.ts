// cspell:ignore fffe feff efbbbf

/** The encodings that `TextDecoder` does not know, by the bytes of a character. */
const wide = ['utf-32le', 'utf-32be'] as const;

/** The name of an encoding as it is used here, from any of its names; `undefined` for an unknown one. */
export function findEncoding(text: string): string | undefined {
  const name = text.trim().toLowerCase();
  if (name === 'utf-32' || name === 'utf32') return 'utf-32';
  // TextDecoder takes it for UTF-16LE, whatever the mark says.
  if (name === 'utf-16' || name === 'utf16') return 'utf-16';
  const found = wide.find((each) => each === name || each.replace('-', '') === name);
  if (found !== undefined) return found;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}

const marks = [
  ['utf-32le', 'fffe0000'],
  ['utf-32be', '0000feff'],
  ['utf-16le', 'fffe'],
  ['utf-16be', 'feff'],
  ['utf-8', 'efbbbf'],
] as const;

/** An encoding, and how many bytes its mark has. */
export interface MarkedEncoding {
  readonly encoding: string;
  readonly markBytes: number;
}

/** The encoding that the byte order mark at the beginning of a text names, if it has one. */
export function detectMark(start: Buffer): MarkedEncoding | undefined {
  const hex = start.toString('hex', 0, 4);
  const found = marks.find(([, mark]) => hex.startsWith(mark));
  return found && { encoding: found[0], markBytes: found[1].length / 2 };
}

// A header or JSON begins with characters below U+0100, whose remaining bytes are 0.
const inspectedUnits = 16;

const unmarked = [
  ['utf-32le', 4, 0],
  ['utf-32be', 4, 3],
  ['utf-16le', 2, 0],
  ['utf-16be', 2, 1],
] as const;

/** The encoding of text whose characters take two or four bytes, without a mark; undefined for any other input. */
export function detectWideEncoding(start: Buffer): string | undefined {
  const found = unmarked.find(([, width, place]) => {
    const units = Math.min(inspectedUnits, Math.floor(start.length / width));
    return units >= 2 && isWide(start, width, place, units);
  });
  return found?.[0];
}

/** Whether the byte at `place` in each unit is part of a character, and all other bytes are 0. */
function isWide(start: Buffer, width: number, place: number, units: number): boolean {
  for (let at = 0; at < units * width; at += 1) {
    if ((start[at] === 0) === (at % width === place)) return false;
  }
  return true;
}
