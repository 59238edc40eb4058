import { InputError } from '../../../errors/input-error.js';
import type { JsonObject } from '../../../formats/json/json-value.js';
import { quoteNames } from '../../../text/quote.js';
import { type Field, fields } from '../../normalise/item-fields.js';
import type { ColumnMap } from '../column-map.js';
import { findMember, type MemberName } from '../member-path.js';
import { formatMissingNames, MissingColumnError } from '../missing-column-error.js';
import type { RowBatch } from '../row-batch.js';
import { findSimilarNames } from '../similar-names.js';

// Enough to see whether all items have the same members.
const maxInspectedRows = 100;
// Held back until then.
const maxHeldBytes = 16 * 1024 * 1024;
const maxShown = 20;

/** Checks whether the first items of an input have members for all fields. */
export class FirstItems {
  readonly #map: ColumnMap;
  readonly #missing = new Set<Field>(fields);
  #rows = 0;
  #objects = 0;
  #first: JsonObject = {};

  /** @param refusal what to say where no item has a date, if that is known better */
  constructor(
    map: ColumnMap = {},
    private readonly refusal?: string,
  ) {
    this.#map = map;
  }

  /** Whether enough rows were inspected. */
  isDone = false;

  /** Counts a row, whatever it contains. */
  countRow(): void {
    this.#rows += 1;
    this.isDone ||= this.#rows >= maxInspectedRows;
  }

  /**
   * Inspects the value of a row.
   *
   * @param names the names of the members that hold the fields
   */
  inspect(row: unknown, names: { readonly [F in Field]: MemberName }): void {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return;
    const object = row as JsonObject;
    if (this.#objects === 0) this.#first = object;
    this.#objects += 1;
    for (const field of this.#missing) {
      if (findMember(object, names[field]) !== undefined) this.#missing.delete(field);
    }
    this.isDone ||= this.#missing.size === 0;
  }

  /** Throws a {@link MissingColumnError} if none of several objects has a member for a field. */
  requireFields(): void {
    const missing = [...this.#missing];
    if (this.refusal !== undefined && this.#objects > 0 && missing.includes('date')) {
      throw new InputError(this.refusal);
    }
    if (missing.length === 0) return;
    const names = Object.keys(this.#first);
    // A single item may lack a field, unless it seems to have it under another name.
    const proposed = Object.keys(findSimilarNames(names, missing, this.#map));
    if (this.#objects < 2 && proposed.length < missing.length) return;
    const has = names.length === 0 ? 'no members' : `the members ${quoteNames(names, maxShown)}`;
    const none =
      this.#objects === 1 ? 'it does not have' : `none of the first ${this.#objects} has`;
    throw new MissingColumnError(
      `The first item has ${has}; ${none} ${formatMissingNames(missing, this.#map)}.`,
      { names, map: this.#map, missing },
    );
  }
}

/** Passes on the batches unless the first items lack a member; they are held back until that is known. */
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
      if (isChecked || !(first.isDone || batch.bytes > maxHeldBytes)) continue;
      isChecked = true;
      first.requireFields();
      yield* held;
      held = [];
    }
  } catch (error) {
    if (!isChecked) {
      first.requireFields();
      yield* held;
    }
    throw error;
  }
  if (isChecked) return;
  first.requireFields();
  yield* held;
}
