import { type FileFormat, isRowFormat } from '../../../formats/file-format.js';
import { type PeekedStream, peekStream } from '../../../formats/peek-stream.js';
import { fields } from '../../normalise/item-fields.js';
import type { ColumnMap } from '../column-map.js';
import { stripByteOrderMark } from '../input/byte-chunks.js';
import { dropComments } from '../input/skip-lines.js';
import { parseMemberName } from '../member-path.js';
import { recogniseJson } from './recognise-json.js';
import { recogniseMarkup } from './recognise-markup.js';
import { recogniseTable } from './recognise-table.js';
import type { InputStart, Recognised } from './recognised.js';

type Recogniser = (start: InputStart) => Recognised | 'unclear' | undefined;

/** The first one that recognises an input decides; the last one takes everything. */
const recognisers: readonly Recogniser[] = [recogniseMarkup, recogniseJson, recogniseTable];

/** What is known of the format of an input besides its content. */
export interface KnownFormat {
  /** The format that was given by hand, which is right. */
  readonly given?: FileFormat | undefined;
  /** The format that a file name or a content type says, which may be wrong. */
  readonly named?: FileFormat | undefined;
  readonly items?: string | undefined;
  readonly map?: ColumnMap | undefined;
  /** How lines begin that are skipped. */
  readonly comment?: string | undefined;
}

/** How much of an input is inspected, in bytes: it may arrive byte by byte, and is inspected each time. */
const maxInspected = 1 << 14;

/** Recognises an input by its beginning, and returns it with the whole input. An empty one is NDJSON without rows. */
export async function recogniseInput(
  input: AsyncIterable<Uint8Array>,
  known: KnownFormat = {},
): Promise<{ readonly recognised: Recognised; readonly input: AsyncIterable<Uint8Array> }> {
  let found: Recognised | 'unclear' = 'unclear';
  const started: PeekedStream = await peekStream(input, (start) => {
    found = recognise(toStart(start, true, known));
    return found !== 'unclear' || start.length >= maxInspected;
  });
  if (found === 'unclear') found = recognise(toStart(started.start, false, known));
  return {
    recognised: choose(found === 'unclear' ? isNothing : found, known),
    input: started.input,
  };
}

const isNothing: Recognised = {
  format: 'ndjson',
  layout: 'lines',
  why: 'it is empty',
  isCertain: false,
};

function toStart(bytes: Buffer, mayGrow: boolean, known: KnownFormat): InputStart {
  const { items, comment, map = {} } = known;
  const start = stripByteOrderMark(bytes.subarray(0, maxInspected));
  const names = fields.map((field) => parseMemberName(map[field] ?? field));
  const isCut = bytes.length >= maxInspected;
  const text = dropComments(start.toString(), comment).trimStart();
  return { text, mayGrow: mayGrow && !isCut, isCut, items, names };
}

function recognise(start: InputStart): Recognised | 'unclear' {
  if (start.text === '') return start.mayGrow ? 'unclear' : isNothing;
  for (const each of recognisers) {
    const found = each(start);
    if (found !== undefined) return found;
  }
  return isNothing;
}

/** By hand, by a content that is beyond doubt, by a name, by the content: the first that is known. */
function choose(found: Recognised, { given, named, items }: KnownFormat): Recognised {
  const byHand = given ?? (items === undefined ? undefined : 'json');
  if (byHand !== undefined) return take(found, byHand, 'the format was given');
  // Markup and workbooks are not taken for what they do not begin as.
  const isText = named !== undefined && isRowFormat(named);
  if (!isText || found.isCertain) return found;
  return take(found, named, 'its name or content type says so');
}

/** What was found, as far as it is about this format. */
function take(found: Recognised, format: FileFormat, why: string): Recognised {
  if (found.format === format) return { ...found, why };
  const { layout, lists, isCertain } = found;
  return {
    format,
    why,
    isCertain: false,
    ...(layout && { layout }),
    ...(lists && { lists }),
    ...(isCertain && { looksLike: found.format }),
  };
}
