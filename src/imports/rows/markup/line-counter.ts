/** The lines of positions in a text that arrives in parts. */
export class LineCounter {
  readonly #parts: string[] = [];
  /** The position of the first part. */
  #start = 0;
  /** Up to where line feeds are counted. */
  #counted = 0;
  #line = 1;

  add(part: string): void {
    this.#parts.push(part);
  }

  /** The line of a position, from 1. Positions must not decrease. */
  lineAt(position: number): number {
    for (;;) {
      const [part] = this.#parts;
      if (part === undefined) return this.#line;
      const end = this.#start + part.length;
      this.#count(part, Math.min(position, end));
      if (position < end) return this.#line;
      this.#parts.shift();
      this.#start = end;
    }
  }

  #count(part: string, until: number): void {
    const to = until - this.#start;
    let at = part.indexOf('\n', this.#counted - this.#start);
    for (; at !== -1 && at < to; at = part.indexOf('\n', at + 1)) this.#line += 1;
    this.#counted = Math.max(this.#counted, until);
  }
}
