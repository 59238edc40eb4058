import type { JsonObject } from '../../../formats/json/json-value.js';
import { quoteNames } from '../../../text/quote.js';
import { type Field, fields } from '../../normalise/item-fields.js';
import type { ColumnMap } from '../column-map.js';
import { formatMissingNames, MissingColumnError } from '../missing-column-error.js';
import type { RowBatch } from '../row-batch.js';

// By then it shows whether all items have the same members.
const mostLookedAt = 100;
// Held back until then.
const mostBytes = 16 * 1024 * 1024;
const mostShown = 20;

/** Looks at the first items of an input, whether they have members for all fields. */
export class FirstItems {
  readonly #map: ColumnMap;
  readonly #missing = new Set<Field>(fields);
  #rows = 0;
  #objects = 0;
  #first: JsonObject = {};

  constructor(map: ColumnMap = {}) {
    this.#map = map;
  }

  /** Whether there is no more to be looked at. */
  isDone = false;

  /** Hears that there is another row, whatever it holds. */
  count(): void {
    this.#rows += 1;
    this.isDone ||= this.#rows >= mostLookedAt;
  }

  /**
   * Hears what a row holds.
   *
   * @param names those of its members that hold the fields
   */
  see(row: unknown, names: { readonly [F in Field]: string }): void {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return;
    const object = row as JsonObject;
    if (this.#objects === 0) this.#first = object;
    this.#objects += 1;
    for (const field of this.#missing) {
      if (Object.hasOwn(object, names[field])) this.#missing.delete(field);
    }
    this.isDone ||= this.#missing.size === 0;
  }

  /** Throws a {@link MissingColumnError} where none of several objects has a member for a field. */
  require(): void {
    const missing = [...this.#missing];
    if (missing.length === 0 || this.#objects < 2) return;
    const names = Object.keys(this.#first);
    const has = names.length === 0 ? 'no members' : `the members ${quoteNames(names, mostShown)}`;
    throw new MissingColumnError(
      `The first item has ${has}; none of the first ${this.#objects} has ${formatMissingNames(missing, this.#map)}.`,
      { names, map: this.#map, missing },
    );
  }
}

/** The batches, unless the first items lack a member; these are held back until that is known. */
export async function* requireMembers(
  batches: AsyncIterable<RowBatch>,
  first: FirstItems,
): AsyncGenerator<RowBatch> {
  let held: RowBatch[] = [];
  let isChecked = false;
  try {
    for await (const batch of batches) {
      if (isChecked) yield batch;
      else held.push(batch);
      if (isChecked || !(first.isDone || batch.bytes > mostBytes)) continue;
      isChecked = true;
      first.require();
      yield* held;
      held = [];
    }
  } catch (error) {
    if (!isChecked) {
      first.require();
      yield* held;
    }
    throw error;
  }
  if (isChecked) return;
  first.require();
  yield* held;
}
