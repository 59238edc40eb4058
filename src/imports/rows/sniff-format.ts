import type { FileFormat } from '../../formats/file-format.js';
import { peekStream } from '../../formats/peek-stream.js';
import { fields } from '../normalise/item-fields.js';
import { stripByteOrderMark } from './input/byte-chunks.js';

// Longer lines are judged by their beginning.
const maxSniffedBytes = 1 << 16;

/**
 * Detects the format from the beginning of an input, up to the end of its first line, and returns it with
 * the whole input. An empty input is NDJSON without rows.
 */
export async function sniffFormat(
  input: AsyncIterable<Uint8Array>,
): Promise<{ readonly format: FileFormat; readonly input: AsyncIterable<Uint8Array> }> {
  const started = await peekStream(
    input,
    (start) => start.length >= maxSniffedBytes || decodeStart(start).includes('\n'),
  );
  const [line = '', ...more] = decodeStart(started.start).split('\n');
  const isWhole = more.length > 0 || started.start.length < maxSniffedBytes;
  return { format: detectFromLine(line.trim(), isWhole), input: started.input };
}

const decodeStart = (start: Buffer) => stripByteOrderMark(start).toString().trimStart();

function detectFromLine(line: string, isWhole: boolean): FileFormat {
  if (line === '') return 'ndjson';
  if (line.startsWith('[')) return 'json';
  if (line.startsWith('{')) return isObjectAround(line, isWhole) ? 'json' : 'ndjson';
  return line.includes('\t') ? 'tsv' : 'csv';
}

/**
 * Whether a line is, or begins, an object around the items, rather than an item.
 *
 * @param isWhole whether this is the whole line, and not only the part inspected
 */
function isObjectAround(line: string, isWhole: boolean): boolean {
  try {
    const object = JSON.parse(line);
    // An item may have a list of that name among its other members, but hardly one of objects.
    return Array.isArray(object.items) && (object.items.some(isObject) || !hasField(object));
  } catch {
    // A row of NDJSON does not end like this, however broken it is.
    return (isWhole && /[{[,:]$/.test(line)) || /"items"\s*:\s*\[/.test(line);
  }
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

const hasField = (object: object) => fields.some((field) => Object.hasOwn(object, field));
