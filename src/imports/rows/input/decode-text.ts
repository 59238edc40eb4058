import { peekStream } from '../../../formats/peek-stream.js';
import { detectMark, findEncoding } from './encodings.js';

/** The longest mark. */
const markBytes = 4;

// HTML, 13.2.3.2: a declaration is sought in as many bytes.
const declaredWithin = 1024;
const lessThan = 0x3c;

/** Whether the start of an input is enough to know its encoding: markup may declare it. */
const isEnough = (start: Buffer) =>
  start.length >= (start[0] === lessThan ? declaredWithin : markBytes);

/** The encoding that XML or HTML declares; undefined for any other text. */
function findDeclared(start: Buffer): string | undefined {
  if (start[0] !== lessThan) return undefined;
  const text = start.toString('latin1', 0, declaredWithin);
  const [, name] =
    /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(text) ??
    /<meta\s[^>]*?\bcharset\s*=\s*["']?([\w.:-]+)/i.exec(text) ??
    [];
  const encoding = name === undefined ? undefined : findEncoding(name);
  // What was read as bytes so far is not in an encoding of wider units, whatever it says.
  return encoding?.startsWith('utf-') ? undefined : encoding;
}

/** What is known of the encoding of an input besides its content. */
export interface KnownEncoding {
  /** The encoding that was given by hand. */
  readonly given?: string | undefined;
  /** The encoding that a content type declares. */
  readonly charset?: string | undefined;
}

/** An input in UTF-8, and the encoding that it was in. */
export interface DecodedInput {
  readonly input: AsyncIterable<Uint8Array>;
  readonly encoding: string;
  /** Where that is known from, as a clause; undefined if it was given by hand, or is the usual one. */
  readonly why?: string | undefined;
}

/**
 * Converts an input to UTF-8: from the encoding given by hand, or else the one that its byte order mark
 * names, that its content type declares, or that markup declares, in this order, which is that of the
 * WHATWG Encoding Standard, HTML (13.2.3) and RFC 7303 (3). What is invalid in the encoding becomes a byte
 * that is invalid in UTF-8, so that its row is rejected.
 */
export async function decodeText(
  bytes: AsyncIterable<Uint8Array>,
  { given, charset }: KnownEncoding,
): Promise<DecodedInput> {
  const { start, input } = await peekStream(bytes, isEnough);
  const mark = detectMark(start);
  const candidates: readonly (readonly [encoding: string | undefined, why?: string])[] = [
    [withOrder(given, mark?.encoding)],
    [mark?.encoding, 'it begins with that byte order mark'],
    [withOrder(charset, mark?.encoding), 'its content type says so'],
    [findDeclared(start), 'it declares it'],
  ];
  const [encoding = 'utf-8', why] = candidates.find(([each]) => each !== undefined) ?? [];
  if (encoding === 'utf-8') return { input, encoding };
  const markBytes = mark?.encoding === encoding ? mark.markBytes : 0;
  const decoder = encoding.startsWith('utf-32')
    ? new Utf32Decoder(encoding)
    : new Decoder(encoding);
  return { input: decode(input, decoder, markBytes), encoding, why };
}

/** The byte order of UTF-16 and UTF-32 is that of the mark, and little-endian without one. */
function withOrder(given: string | undefined, marked: string | undefined): string | undefined {
  if (given !== 'utf-16' && given !== 'utf-32') return given;
  return marked?.startsWith(given) ? marked : `${given}le`;
}

interface TextReader {
  /** @param bytes the next ones; none at the end */
  read(bytes?: Buffer): string;
}

async function* decode(
  input: AsyncIterable<Uint8Array>,
  decoder: TextReader,
  mark: number,
): AsyncGenerator<Buffer> {
  let left = mark;
  for await (const { buffer, byteOffset, byteLength } of input) {
    const skipped = Math.min(left, byteLength);
    left -= skipped;
    const text = decoder.read(Buffer.from(buffer, byteOffset + skipped, byteLength - skipped));
    if (text !== '') yield encode(text);
  }
  const rest = decoder.read();
  if (rest !== '') yield encode(rest);
}

const invalid = '\ufffd';
const invalidByte = Buffer.from([0xff]);

function encode(text: string): Buffer {
  if (!text.includes(invalid)) return Buffer.from(text);
  return Buffer.concat(
    text
      .split(invalid)
      .flatMap((part, at) => (at === 0 ? [Buffer.from(part)] : [invalidByte, Buffer.from(part)])),
  );
}

class Decoder implements TextReader {
  readonly #decoder: TextDecoder;

  constructor(encoding: string) {
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true });
  }

  read(bytes?: Buffer): string {
    return bytes === undefined
      ? this.#decoder.decode()
      : this.#decoder.decode(bytes, { stream: true });
  }
}

const unitBytes = 4;
const afterUnicode = 0x110000;

/** UTF-32, which `TextDecoder` does not know. */
class Utf32Decoder implements TextReader {
  readonly #isLittle: boolean;
  #rest: Buffer = Buffer.alloc(0);

  constructor(encoding: string) {
    this.#isLittle = encoding.endsWith('le');
  }

  read(bytes?: Buffer): string {
    if (bytes === undefined) return this.#rest.length === 0 ? '' : invalid;
    const all = Buffer.concat([this.#rest, bytes]);
    const whole = all.length - (all.length % unitBytes);
    this.#rest = all.subarray(whole);
    let text = '';
    for (let at = 0; at < whole; at += unitBytes) {
      const code = this.#isLittle ? all.readUInt32LE(at) : all.readUInt32BE(at);
      const isSurrogate = code >= 0xd800 && code <= 0xdfff;
      text += code >= afterUnicode || isSurrogate ? invalid : String.fromCodePoint(code);
    }
    return text;
  }
}
