import { InputError } from '../../../errors/input-error.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import type { ColumnMap } from '../column-map.js';
import { readByteChunks } from '../input/byte-chunks.js';
import { FirstItems, requireMembers } from '../json/first-items.js';
import { JsonItems } from '../json/json-items.js';
import { createPassOver } from '../presets/pass-over.js';
import type { Preset } from '../presets/preset.js';
import type { RowBatch } from '../row-batch.js';
import { rejectNonUtf8, rejectRow } from '../row-fault.js';
import { invalidCharacter, Utf8Decoder } from './decode-utf8.js';
import type { ElementMembers } from './element-members.js';
import { type ElementReader, MarkupReader } from './markup-reader.js';

/** How items in markup are read. */
export interface MarkupOptions {
  readonly map: ColumnMap;
  readonly preset: Preset;
  /** The encoding that the input was converted from; undefined if it was in UTF-8. */
  readonly encoding: string | undefined;
}

/**
 * Reads the items of HTML or XML: the members of an element, see {@link ElementMembers}, under the names in
 * a map. In XML, throws an `InputError` where the input is cut off, after all items before that place.
 */
export function readMarkup(
  input: AsyncIterable<Uint8Array>,
  options: MarkupOptions,
): AsyncGenerator<RowBatch> {
  const { map, preset } = options;
  const first = new FirstItems(map, preset.refusal);
  return requireMembers(readElements(input, preset, createElementReader(options, first)), first);
}

async function* readElements(
  input: AsyncIterable<Uint8Array>,
  preset: Preset,
  readElement: ElementReader,
): AsyncGenerator<RowBatch> {
  const reader = new MarkupReader(preset, readElement);
  const decoder = new Utf8Decoder();
  let end = 0;
  for await (const { bytes, at } of readByteChunks(input)) {
    end = at + bytes.length;
    let fault: unknown;
    try {
      reader.write(decoder.decode(bytes));
    } catch (error) {
      fault = error;
    }
    const items = reader.take();
    if (items.length > 0) yield { items, bytes: end };
    if (fault !== undefined) throw fault;
  }
  if (!reader.isOpen) return;
  throw new InputError(`The input is cut off: it ends at byte ${end} inside an element.`);
}

function createElementReader(
  { map, preset, encoding }: MarkupOptions,
  first: FirstItems,
): ElementReader {
  const items = new JsonItems(map);
  const isPassedOver = createPassOver(preset, map);
  return (element: ElementMembers): ReceivedItem | undefined => {
    const { line, isTooLong } = element;
    const members = element.finish();
    if (isPassedOver?.(members)) return undefined;
    const names = items.namesFor(members);
    if (!first.isDone) first.countRow();
    if (!first.isDone) first.inspect(members, names);
    const text = JSON.stringify(members);
    if (isTooLong) return rejectRow(text, line, `The item on line ${line} is too long.`);
    if (text.includes(invalidCharacter)) {
      const sent = Buffer.from(text.replaceAll(invalidCharacter, '\ufffd'));
      return rejectNonUtf8(sent, line, encoding ?? 'UTF-8');
    }
    return items.read(members, text, line);
  };
}
