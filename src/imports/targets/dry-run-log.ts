import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../errors/user-error.js';
import type { RejectedItem } from '../normalise/rejected-item.js';
import { type ImportState, initialState } from '../run/import-target.js';
import { addCounts, countOutcome, type Outcome } from '../store/import-counts.js';
import { JsonLinesFile } from './json-lines-file.js';

/** Says in a sentence why a dry run could not be completed. */
class DryRunError extends UserError {
  override readonly name = 'DryRunError';
}

/** The result of a dry run. Its rejections are in a temporary file, as there may be any number. */
export class DryRunLog {
  #state = initialState;
  #lines: JsonLinesFile | undefined;

  get state(): ImportState {
    return this.#state;
  }

  /** Throws a {@link DryRunError} if a rejection cannot be written. */
  async add(outcome: Outcome): Promise<ImportState> {
    this.#state = { ...this.#state, ...addCounts(this.#state, countOutcome(outcome)) };
    try {
      if (outcome.rejections.length > 0) {
        this.#lines ??= await createTemporaryFile();
        await this.#lines.append(outcome.rejections);
      }
    } catch (error) {
      throw new DryRunError(
        `The rejected rows of the dry run could not be written to ${tmpdir()} (${(error as NodeJS.ErrnoException).code}). Set TMPDIR to a folder with enough space.`,
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

async function createTemporaryFile(): Promise<JsonLinesFile> {
  const folder = await mkdtemp(join(tmpdir(), 'records-dry-run-'));
  try {
    return await JsonLinesFile.load(await open(join(folder, 'rejections.jsonl'), 'wx+', 0o600));
  } finally {
    // Unlinked while open, the file disappears with the process, however that ends.
    await rm(folder, { recursive: true, force: true });
  }
}
