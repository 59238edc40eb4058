import { readXml } from '../read-xml.js';
import type { ZipArchive } from '../zip-archive.js';

/** What the number in a cell is by its style: a number, a date, or a date with a time. */
export type NumberKind = 'number' | 'date' | 'time';

// ECMA-376-1, 18.8.30; 27 to 36 and 50 to 58 are those of East Asian languages.
const ofDates = new Set([14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]);
const ofTimes = new Set([18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 46, 47, 55, 56]);

// Excel allows as many styles of cells.
const maxStyles = 65_490;

/** Reads the styles of cells, by their numbers. */
export async function readStyles(zip: ZipArchive, name: string): Promise<NumberKind[]> {
  const formats = new Map<number, NumberKind>();
  const styles: NumberKind[] = [];
  let isInCells = false;
  const listener = {
    open(tag: string, attributes: Readonly<Record<string, string>>) {
      const local = tag.slice(tag.indexOf(':') + 1);
      if (local === 'cellXfs') isInCells = true;
      else if (local === 'numFmt' && formats.size < maxStyles) {
        formats.set(Number(attributes.numFmtId), classifyFormat(attributes.formatCode ?? ''));
      } else if (local === 'xf' && isInCells && styles.length < maxStyles) {
        const id = Number(attributes.numFmtId ?? 0);
        styles.push(formats.get(id) ?? classifyBuiltIn(id));
      }
    },
    close(tag: string) {
      if (tag.endsWith('cellXfs')) isInCells = false;
    },
  };
  for await (const _ of readXml(zip.read(name), name, listener));
  return styles;
}

const classifyBuiltIn = (id: number): NumberKind =>
  ofDates.has(id) ? 'date' : ofTimes.has(id) ? 'time' : 'number';

/** What a number format shows (ECMA-376-1, 18.8.31), by the section for positive numbers. */
function classifyFormat(code: string): NumberKind {
  const bare = code
    // Texts, characters that stand for themselves, fill or leave a space, colours, conditions and languages.
    .replace(/"[^"]*"|[\\_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '')
    .split(';', 1)[0] as string;
  if (/general/i.test(bare) || !/[ymdhs]/i.test(bare)) return 'number';
  return /[hs]/i.test(bare) || /^\[m+\]/i.test(bare) ? 'time' : 'date';
}
