import { Parser } from 'htmlparser2';
import { InputError } from '../../../errors/input-error.js';
import { decodeText } from '../input/decode-text.js';
import { Utf8Decoder } from '../markup/decode-utf8.js';

type Attributes = Readonly<Record<string, string>>;

/** What is told of XML. */
export interface XmlListener {
  open(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

// What the parser keeps: open elements, and a tag that has not ended.
const maxDepth = 100;
const maxTagLength = 1024 * 1024;

/**
 * Reads a part of a workbook. Pauses after each chunk, so that what was told may be passed on. Nothing is
 * fetched, and no entities are expanded but the five of XML: a DOCTYPE, which no workbook has (ECMA-376-2,
 * 8.1.4), is refused.
 *
 * Throws an `InputError` for that, for elements nested more than 100 levels deep, a tag of more than 1 MB,
 * and a part that is cut off.
 */
export async function* readXml(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  listener: XmlListener,
): AsyncGenerator<void> {
  let depth = 0;
  let sinceEvent = 0;
  const fault = (why: string) => new InputError(`The part "${name}" of the workbook ${why}.`);
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        sinceEvent = 0;
        depth += 1;
        if (depth > maxDepth) throw fault(`nests elements more than ${maxDepth} levels deep`);
        listener.open(tag, attributes);
      },
      ontext(text) {
        sinceEvent = 0;
        listener.text?.(text);
      },
      onclosetag(tag) {
        sinceEvent = 0;
        depth -= 1;
        listener.close?.(tag);
      },
      onprocessinginstruction(tag) {
        sinceEvent = 0;
        if (tag.toLowerCase() === '!doctype') {
          throw fault('declares a document type, which workbooks do not; it is refused');
        }
      },
      oncomment() {
        sinceEvent = 0;
      },
    },
    { xmlMode: true },
  );
  const { input } = await decodeText(bytes, {});
  const decoder = new Utf8Decoder();
  for await (const { buffer, byteOffset, byteLength } of input) {
    const text = decoder.decode(Buffer.from(buffer, byteOffset, byteLength));
    sinceEvent += text.length;
    parser.write(text);
    if (sinceEvent > maxTagLength) throw fault(`has a tag of more than ${maxTagLength} characters`);
    yield;
  }
  if (depth > 0) throw fault('is cut off');
}
