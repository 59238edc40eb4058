import type { FileFormat } from '../../formats/file-format.js';
import { peekStream } from '../../formats/peek-stream.js';
import { fields } from '../normalise/item-fields.js';
import { stripByteOrderMark } from './input/byte-chunks.js';

// Longer lines are judged by their beginning.
const mostSniffed = 1 << 16;

/**
 * Tells the format from the beginning of an input, up to the end of its first line, and gives back
 * the input with it. An empty one is NDJSON without rows.
 */
export async function sniffFormat(
  input: AsyncIterable<Uint8Array>,
): Promise<{ readonly format: FileFormat; readonly input: AsyncIterable<Uint8Array> }> {
  const started = await peekStream(
    input,
    (start) => start.length >= mostSniffed || textOf(start).includes('\n'),
  );
  const [line = '', ...more] = textOf(started.start).split('\n');
  const isWhole = more.length > 0 || started.start.length < mostSniffed;
  return { format: formatOfLine(line.trim(), isWhole), input: started.input };
}

const textOf = (start: Buffer) => stripByteOrderMark(start).toString().trimStart();

function formatOfLine(line: string, isWhole: boolean): FileFormat {
  if (line === '') return 'ndjson';
  if (line.startsWith('[')) return 'json';
  if (line.startsWith('{')) return isObjectAround(line, isWhole) ? 'json' : 'ndjson';
  return line.includes('\t') ? 'tsv' : 'csv';
}

/**
 * Whether a line is, or begins, an object around the items, and not an item itself.
 *
 * @param isWhole whether the line has ended, and not only what was looked at
 */
function isObjectAround(line: string, isWhole: boolean): boolean {
  try {
    const object = JSON.parse(line);
    // An item may have a list of that name among what nobody asked for, but hardly one of objects.
    return Array.isArray(object.items) && (object.items.some(isObject) || !hasField(object));
  } catch {
    // A row of NDJSON does not end like this, whatever else is wrong with it.
    return (isWhole && /[{[,:]$/.test(line)) || /"items"\s*:\s*\[/.test(line);
  }
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

const hasField = (object: object) => fields.some((field) => Object.hasOwn(object, field));
