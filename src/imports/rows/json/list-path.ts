const defaultPath = 'items';

// Enough of a name for messages.
const minKeptLength = 50;
const maxLists = 10;

/** What the value of a member is on the way to the list of items. */
export type ValueRole = 'list' | 'object on the way' | 'misplaced' | 'other';

/** The way through the members of objects to the list of items, in names that are compared as bytes. */
export class ListPath {
  readonly path: string;
  /** How much of a name must be kept to recognise it. */
  readonly keptNameLength: number;
  readonly #names: readonly string[];
  #depth = 0;
  /** The lists that were passed by. */
  readonly #passed: string[] = [];

  /** @param known the lists that the object is known to have, for messages */
  constructor(
    path = defaultPath,
    private readonly known: readonly string[] = [],
  ) {
    const bytes = Buffer.from(path).toString('latin1');
    this.path = path;
    this.#names = bytes.split('.');
    this.keptNameLength = Math.max(minKeptLength, bytes.length + 1);
  }

  /** The paths of other lists. */
  get lists(): readonly string[] {
    return this.known.length > 0 ? this.known : this.#passed;
  }

  /** Whether an object on the way is left; otherwise, the object around everything is. */
  leave(): boolean {
    if (this.#depth === 0) return false;
    this.#depth -= 1;
    return true;
  }

  /** Follows the member with this name, by the first byte of its value. */
  follow(name: string, byte: string): ValueRole {
    const rest = this.#names.slice(this.#depth);
    // A literal name beats a path with points.
    const isEnd = name === rest.join('.');
    if (isEnd && byte === '[') return 'list';
    if (isEnd && rest.length === 1 && this.#depth === 0) return 'misplaced';
    if (byte === '{' && rest.length > 1 && name === rest[0]) {
      this.#depth += 1;
      return 'object on the way';
    }
    if (byte === '[' && this.#passed.length < maxLists) {
      this.#passed.push([...this.#names.slice(0, this.#depth), name].join('.'));
    }
    return 'other';
  }
}
