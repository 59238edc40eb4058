/** Has work that is asked for several times at once done once. */
export class SingleFlight<Result> {
  readonly #flights = new Map<string, Promise<Result>>();

  /** Whether work under this key is being done. */
  has(key: string): boolean {
    return this.#flights.has(key);
  }

  /** Joins the work under this key, or begins it. */
  run(key: string, work: () => Promise<Result>): Promise<Result> {
    const joined = this.#flights.get(key);
    if (joined !== undefined) return joined;
    const flight = work().finally(() => this.#flights.delete(key));
    this.#flights.set(key, flight);
    return flight;
  }
}
