// cspell:ignore cdxj urlkey

const [exclamationMark, atSign, closesObject] = [0x21, 0x40, 0x7d];

// A key of a uri and a time, before the object.
const prefix = /^(\S+) +(\d{4,17})$/;

/**
 * The JSON object that a line of [CDXJ](https://github.com/webrecorder/cdxj-indexer) stands for: its own,
 * with the members `urlkey` and `timestamp` before it. Lines of metadata, which begin with `!` or `@`, are
 * emptied, and any other line is left as it is.
 */
export function readCdxjLine(line: Buffer): Buffer {
  if (line[0] === exclamationMark || line[0] === atSign) return line.subarray(0, 0);
  const start = line.indexOf(' {');
  const [, urlkey, timestamp] = prefix.exec(line.toString('utf8', 0, Math.max(start, 0))) ?? [];
  if (urlkey === undefined) return line;
  const rest = line.subarray(start + 2);
  const isEmpty = rest.find((byte) => byte > 0x20) === closesObject;
  const members = JSON.stringify({ urlkey, timestamp }).slice(0, -1);
  return Buffer.concat([Buffer.from(isEmpty ? members : `${members},`), rest]);
}
