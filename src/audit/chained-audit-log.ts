import type { FastifyBaseLogger } from 'fastify';
import type { SignAnchor } from './anchor.js';
import { type AuditDetails, type AuditEvent, toFields } from './audit-event.js';
import { type AuditLog, createAuditUnavailableError } from './audit-log.js';
import { type ChainEnd, chainLine } from './chain.js';
import { type LineSink, LineWriter } from './line-writer.js';

// Enough for some ten thousand lines, which is minutes of attempts to sign in.
const maxWaitingBytes = 8 * 1024 * 1024;
const anchorMs = 60_000;

/** How an audit log is written. */
export interface ChainOptions {
  readonly sink: LineSink;
  /** Where the chain continues. */
  readonly end: ChainEnd;
  /** Signs all lines so far, each minute; undefined without a key. */
  readonly signAnchor: SignAnchor | undefined;
  /** One of how many reads is recorded; 0 for none. */
  readonly readSample: number;
  readonly logger: Pick<FastifyBaseLogger, 'error' | 'info'>;
  /** Opens the file that has taken the place of the present one, if one has. */
  readonly openNext?: () => Promise<LineSink | undefined>;
  /** Called when nothing is written any longer. */
  readonly release?: () => Promise<void>;
}

/** An audit log each of whose lines has the hash of the line before. */
export class ChainedAuditLog implements AuditLog {
  readonly isOn = true;
  readonly #writer: LineWriter;
  #end: ChainEnd;
  #lost = 0;
  /** Undefined while no line is unsigned. */
  #anchorTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ChainOptions) {
    this.#end = options.end;
    const { logger } = options;
    this.#writer = new LineWriter(options.sink, {
      onFailure: (err) =>
        logger.error(
          { err },
          'The audit log cannot be written. Imports and exports are rejected until it can be; what has happened is kept in memory.',
        ),
      onRecovery: () => logger.info('The audit log can be written again.'),
    });
  }

  record(event: AuditEvent): void {
    // Imports and exports are not admitted then, so those in flight are few. Strangers are not.
    const isExpendable = event.action === 'read' || event.action === 'refusal';
    if (isExpendable && this.#isFull()) {
      this.#lost += 1;
      return;
    }
    if (this.#lost > 0 && !this.#isFull()) this.#appendLost();
    this.#append(event);
    this.#anchorTimer ??= setTimeout(() => void this.#anchor(), anchorMs).unref();
  }

  checkWritable(): void {
    if (this.#writer.isFailing || this.#isFull()) throw createAuditUnavailableError();
  }

  isReadSampled(): boolean {
    const { readSample } = this.options;
    return readSample === 1 || (readSample > 1 && Math.random() * readSample < 1);
  }

  async reopen(): Promise<void> {
    try {
      const next = await this.options.openNext?.();
      if (next !== undefined) await this.#writer.replaceSink(next);
    } catch (error) {
      this.options.logger.error(
        `The audit log is not continued in a new file: ${(error as Error).message}`,
      );
    }
  }

  async close(): Promise<void> {
    if (this.#lost > 0) this.#appendLost();
    await this.#anchor();
    await this.#writer.close();
    const { waitingLines } = this.#writer;
    if (waitingLines > 0) {
      this.options.logger.error(`The last ${waitingLines} lines of the audit log are lost.`);
    }
    await this.options.release?.();
  }

  #isFull(): boolean {
    return this.#writer.waitingBytes >= maxWaitingBytes;
  }

  #append(event: AuditEvent, more: object = {}): void {
    const fields = { ...toFields(event, new Date()), ...more };
    const { line, end } = chainLine(fields, this.#end);
    this.#end = end;
    this.#writer.push(line);
  }

  #appendLost(): void {
    const details: AuditDetails = { lost: this.#lost };
    this.#lost = 0;
    this.#append({ action: 'lines-lost', outcome: 'failure', details });
  }

  /** Signs the lines since the last anchor, and makes sure that they outlive a loss of power. */
  async #anchor(): Promise<void> {
    if (this.#anchorTimer === undefined) return;
    clearTimeout(this.#anchorTimer);
    this.#anchorTimer = undefined;
    const { signAnchor } = this.options;
    if (signAnchor !== undefined) {
      const now = new Date();
      const anchor = signAnchor(this.#end, now.toISOString());
      const fields = toFields({ action: 'anchor', outcome: 'success' }, now);
      const { line, end } = chainLine({ ...fields, 'records.anchor': anchor }, this.#end);
      this.#end = end;
      this.#writer.push(line);
    }
    await this.#writer.sync();
  }
}
