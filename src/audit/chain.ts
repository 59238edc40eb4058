import { hash } from 'node:crypto';
import { toLine } from './audit-event.js';

/** The last line of a chain: its sequence number, and its hash, on which the next line builds. */
export interface ChainEnd {
  readonly sequence: number;
  readonly hash: string;
}

/** Before the first line. */
export const chainStart: ChainEnd = { sequence: 0, hash: '0'.repeat(64) };

/** The SHA-256 of a line without its end, in hexadecimal. */
export function hashLine(line: string | Buffer): string {
  return hash('sha256', line);
}

/** What verifying needs of a line. */
export interface ChainedLine {
  readonly '@timestamp': string;
  readonly 'event.action': string;
  readonly 'event.sequence': number;
  readonly prev: string;
  readonly 'records.torn'?: { readonly bytes: number; readonly hash: string };
  readonly 'records.anchor'?: { readonly key: string; readonly signature: string };
}

/** Parses a line; undefined if it is not one of an audit log. */
export function parseLine(text: string): ChainedLine | undefined {
  try {
    const line = JSON.parse(text) as Partial<ChainedLine> | null;
    const isChained =
      Number.isSafeInteger(line?.['event.sequence']) && typeof line?.prev === 'string';
    return isChained ? (line as ChainedLine) : undefined;
  } catch {
    return undefined;
  }
}

/** The line that follows the end of a chain, and the new end. */
export function chainLine(
  fields: Readonly<Record<string, unknown>>,
  { sequence, hash: prev }: ChainEnd,
): { readonly line: string; readonly end: ChainEnd } {
  const next = sequence + 1;
  const line = toLine({ ...fields, 'event.sequence': next, prev });
  return { line, end: { sequence: next, hash: hashLine(line) } };
}
