/**
 * The version of the stored data, which every import that stores something raises in its own
 * transaction. Responses are cached under it, so none is ever served after an import was answered.
 */
export class DataVersion {
  #running: Promise<number> | undefined;
  #next: Promise<number> | undefined;

  /** @param read asks the primary database for the version */
  constructor(private readonly read: () => Promise<number>) {}

  /**
   * The version at some moment after this call. Calls share a question to the database, but never
   * one that was under way before: its answer may be older than what the caller has seen.
   */
  current(): Promise<number> {
    if (this.#running === undefined) return this.#begin();
    const begin = () => this.#begin();
    this.#next ??= this.#running.then(begin, begin);
    return this.#next;
  }

  #begin(): Promise<number> {
    this.#next = undefined;
    const running = this.read();
    this.#running = running;
    const end = () => {
      if (this.#running === running) this.#running = undefined;
    };
    running.then(end, end);
    return running;
  }
}
