/**
 * The version of the stored data, which every import that stores something raises in its own
 * transaction. Responses are cached under it, so none is ever served after an import was answered.
 */
export class DataVersion {
  #running = 0;
  #next: PromiseWithResolvers<number> | undefined;

  /** @param read asks the primary database for the version */
  constructor(private readonly read: () => Promise<number>) {}

  /**
   * The version at some moment after this call. Calls share a question to the database, but never
   * one that was under way before: its answer may be older than what the caller has seen.
   */
  current(): Promise<number> {
    if (this.#next === undefined) {
      this.#next = Promise.withResolvers();
      // Not at once: the requests that came in together ask together.
      if (this.#running < mostQuestions) setImmediate(() => this.#ask());
    }
    return this.#next.promise;
  }

  async #ask(): Promise<void> {
    const asked = this.#next;
    if (asked === undefined) return;
    this.#next = undefined;
    this.#running++;
    try {
      asked.resolve(await this.read());
    } catch (error) {
      asked.reject(error);
    } finally {
      this.#running--;
      if (this.#next !== undefined) this.#ask();
    }
  }
}

// While one is on its way the next can be put together; more would only make each shared by fewer.
const mostQuestions = 2;
