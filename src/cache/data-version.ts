/**
 * The version of the stored data, which every import that stores something raises in its own
 * transaction. Responses are cached under it, so once the response to an import was sent, none that the
 * import made outdated is served.
 */
export class DataVersion {
  #running = 0;
  #next: PromiseWithResolvers<number> | undefined;

  /** @param read queries the primary database for the version */
  constructor(private readonly read: () => Promise<number>) {}

  /**
   * The version at some moment after this call. Calls share a query to the database, but never one
   * that had started earlier: its result may be older than what the caller has seen.
   */
  current(): Promise<number> {
    if (this.#next === undefined) {
      this.#next = Promise.withResolvers();
      // Deferred, so that requests that arrive together share a query.
      if (this.#running < maxQueries) setImmediate(() => this.#query());
    }
    return this.#next.promise;
  }

  async #query(): Promise<void> {
    const waiting = this.#next;
    if (waiting === undefined) return;
    this.#next = undefined;
    this.#running++;
    try {
      waiting.resolve(await this.read());
    } catch (error) {
      waiting.reject(error);
    } finally {
      this.#running--;
      if (this.#next !== undefined) this.#query();
    }
  }
}

// While one query runs, the next one collects callers; with more of them, fewer callers would share each.
const maxQueries = 2;
