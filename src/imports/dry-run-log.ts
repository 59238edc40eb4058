import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportState } from './import-target.js';
import { JsonLinesFile } from './json-lines-file.js';
import type { RejectedItem } from './sort-items.js';
import { nothingDone, type Outcome, withOutcome } from './tally.js';

/** What a dry run comes to. Its rejections are in a temporary file, as there may be any number. */
export class DryRunLog {
  #state = nothingDone;
  #lines: JsonLinesFile | undefined;

  get state(): ImportState {
    return this.#state;
  }

  async add(outcome: Outcome): Promise<ImportState> {
    this.#state = withOutcome(this.#state, outcome);
    if (outcome.rejections.length > 0) {
      this.#lines ??= await temporaryLines();
      await this.#lines.append(outcome.rejections);
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
