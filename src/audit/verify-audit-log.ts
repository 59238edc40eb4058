import { createReadStream } from 'node:fs';
import { UserError } from '../errors/user-error.js';
import { type AnchorKey, isSigned } from './anchor.js';
import { type ChainEnd, type ChainedLine, chainStart, hashLine, parseLine } from './chain.js';

/** What is wrong with an audit log, where, in a sentence. */
class AuditFault extends UserError {
  override readonly name = 'AuditFault';
}

/** What an audit log was found to be. */
export interface VerifiedLog {
  readonly lines: number;
  /** The sequence numbers of its first and last line. */
  readonly first: number;
  readonly last: number;
  readonly anchors: number;
  /** Where lines were cut off by a crash, like `audit.log:12`. */
  readonly torn: readonly string[];
  /** How many lines follow the last anchor; none of them is signed. */
  readonly unsigned: number;
}

/** How to verify. */
export interface VerifyOptions {
  /** One of them must have signed each anchor; empty if signatures are not checked. */
  readonly keys: readonly AnchorKey[];
  /** The sequence number that the first line must have. */
  readonly first: number;
}

// Anchors come each minute; a process that is busy may be late.
const maxUnsignedMs = 5 * 60_000;
const maxLineBytes = 64 * 1024;

/** A line of a file that ends with a line feed, or the rest of the file. */
interface RawLine {
  readonly text: string;
  /** Like `audit.log:12`. */
  readonly place: string;
  readonly isComplete: boolean;
}

/**
 * Verifies the chain of the lines of an audit log, over the files of it in their order.
 * Throws an {@link AuditFault} for the first thing that is wrong.
 */
export async function verifyAuditLog(
  files: readonly string[],
  options: VerifyOptions,
): Promise<VerifiedLog> {
  const chain = new ChainVerifier(options);
  for (const file of files) {
    for await (const line of readLines(file)) chain.add(line);
  }
  return chain.end();
}

class ChainVerifier {
  #end: ChainEnd | undefined;
  #previous: RawLine | undefined;
  #lines = 0;
  #anchors = 0;
  /** Lines that are none, which the next one must explain. */
  #unreadable: RawLine[] = [];
  readonly #torn: string[] = [];
  #unsigned: { count: number; since: string; until: string } | undefined;

  constructor(private readonly options: VerifyOptions) {}

  add(line: RawLine): void {
    const parsed = parseLine(line.text);
    if (parsed === undefined || !isAscii(line.text)) {
      this.#unreadable.push(line);
      return;
    }
    this.#checkUnreadable(parsed);
    this.#checkOrder(parsed, line);
    this.#checkAnchor(parsed, line);
    const sequence = parsed['event.sequence'];
    this.#end = { sequence, hash: hashLine(line.text) };
    this.#previous = line;
    this.#lines += 1;
  }

  end(): VerifiedLog {
    const [unreadable, ...others] = this.#unreadable;
    if (unreadable !== undefined) {
      if (unreadable.isComplete || others.length > 0) throw notALine(unreadable);
      this.#torn.push(unreadable.place);
    }
    this.#checkUnsigned();
    const { first } = this.options;
    const unsigned = this.#unsigned?.count ?? 0;
    const counts = { lines: this.#lines, anchors: this.#anchors, unsigned, torn: this.#torn };
    return { ...counts, first, last: this.#end?.sequence ?? first - 1 };
  }

  /** A process that finds a line torn notes its hash when it continues, or writes it again elsewhere. */
  #checkUnreadable(next: ChainedLine): void {
    const [first] = this.#unreadable;
    if (first === undefined) return;
    const text = this.#unreadable.map((each) => each.text).join('\n');
    const isNoted = next['records.torn']?.hash === hashLine(Buffer.from(text, 'latin1'));
    const isCutOff = this.#unreadable.length === 1 && !first.isComplete;
    if (!isNoted && !isCutOff) throw notALine(first);
    this.#torn.push(first.place);
    this.#unreadable = [];
  }

  #checkOrder(line: ChainedLine, { place }: RawLine): void {
    const sequence = line['event.sequence'];
    const { sequence: last } = this.#end ?? { sequence: this.options.first - 1 };
    if (sequence !== last + 1) {
      const why =
        sequence === 1
          ? 'a chain begins here. Verify the files of each chain by themselves'
          : 'lines were removed, added or put in another order';
      throw new AuditFault(
        `${place}: The sequence number is ${sequence}, and ${last + 1} was expected: ${why}.`,
      );
    }
    const expected = this.#end?.hash ?? (sequence === 1 ? chainStart.hash : undefined);
    if (expected === undefined || line.prev === expected) return;
    const { place: changed = place } = this.#previous ?? {};
    throw new AuditFault(
      `${changed}: The line has been changed: its hash is not the one in the line after it (${place}).`,
    );
  }

  #checkAnchor(line: ChainedLine, { place }: RawLine): void {
    const anchor = line['records.anchor'];
    const timestamp = line['@timestamp'];
    if (anchor === undefined) {
      const { count, since } = this.#unsigned ?? { count: 0, since: timestamp };
      this.#unsigned = { count: count + 1, since, until: timestamp };
      return;
    }
    this.#anchors += 1;
    this.#unsigned = undefined;
    const { keys } = this.options;
    if (keys.length === 0) return;
    const key = keys.find(({ id }) => id === anchor.key);
    if (key === undefined) {
      throw new AuditFault(
        `${place}: The anchor was signed with the key ${JSON.stringify(anchor.key)}; the given ones are ${keys.map(({ id }) => id).join(', ')}.`,
      );
    }
    const end = { sequence: line['event.sequence'] - 1, hash: line.prev };
    if (!isSigned(anchor, key, end, timestamp)) {
      throw new AuditFault(
        `${place}: The signature of the anchor is not valid: lines before it were changed.`,
      );
    }
  }

  /** Who can change a file can also remove its last anchors. */
  #checkUnsigned(): void {
    if (this.options.keys.length === 0) return;
    if (this.#anchors === 0) throw new AuditFault('There is no anchor, so nothing is signed.');
    const { count, since, until } = this.#unsigned ?? { count: 0, since: '', until: '' };
    if (count === 0 || Date.parse(until) - Date.parse(since) <= maxUnsignedMs) return;
    throw new AuditFault(
      `${this.#previous?.place}: The last ${count} lines, from ${since} to ${until}, are not signed, though an anchor is written each minute.`,
    );
  }
}

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);

const notALine = ({ place }: RawLine) =>
  new AuditFault(`${place}: The line is not one of an audit log: it was changed or added.`);

async function* readLines(file: string): AsyncGenerator<RawLine> {
  let number = 0;
  let rest = '';
  const raw = (text: string, isComplete: boolean): RawLine => {
    number += 1;
    const place = `${file}:${number}`;
    if (text.length > maxLineBytes) throw new AuditFault(`${place}: The line is too long.`);
    return { text, place, isComplete };
  };
  try {
    for await (const chunk of createReadStream(file, 'latin1')) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield raw(line, true);
      if (rest.length > maxLineBytes) yield raw(rest, false);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new AuditFault(`The file ${file} cannot be read (${(error as Error).message}).`);
  }
  if (rest !== '') yield raw(rest, false);
}
