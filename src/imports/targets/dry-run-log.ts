import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../errors/user-error.js';
import type { RejectedItem } from '../run/partition-items.js';
import { addOutcome, type Outcome, zeroOutcome } from '../store/import-counts.js';
import type { ImportState } from './import-target.js';
import { JsonLinesFile } from './json-lines-file.js';

/** Why a dry run did not finish. */
export class DryRunError extends UserError {
  override readonly name = 'DryRunError';
}

/** What a dry run comes to. Its rejections are in a temporary file, as there may be any number. */
export class DryRunLog {
  #state = zeroOutcome;
  #lines: JsonLinesFile | undefined;

  get state(): ImportState {
    return this.#state;
  }

  /** Throws a {@link DryRunError} when a rejection cannot be kept. */
  async add(outcome: Outcome): Promise<ImportState> {
    this.#state = addOutcome(this.#state, outcome);
    try {
      if (outcome.rejections.length > 0) {
        this.#lines ??= await temporaryLines();
        await this.#lines.append(outcome.rejections);
      }
    } catch (error) {
      throw new DryRunError(
        `The rejected rows of the dry run cannot be kept in ${tmpdir()} (${(error as NodeJS.ErrnoException).code}); set TMPDIR to a folder with room for them.`,
        { cause: error },
      );
    }
    return this.#state;
  }

  async *rejections(): AsyncGenerator<readonly RejectedItem[]> {
    if (this.#lines === undefined) return;
    for await (const value of this.#lines.values()) yield value as readonly RejectedItem[];
  }

  async close(): Promise<void> {
    await this.#lines?.close();
    this.#lines = undefined;
  }
}

async function temporaryLines(): Promise<JsonLinesFile> {
  const folder = await mkdtemp(join(tmpdir(), 'records-dry-run-'));
  try {
    return await JsonLinesFile.over(await open(join(folder, 'rejections.jsonl'), 'wx+', 0o600));
  } finally {
    // It lives as long as it is open, and so not longer than the process, however that ends.
    await rm(folder, { recursive: true, force: true });
  }
}
