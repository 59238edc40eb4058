/**
 * Runs one request at a time. What is asked for meanwhile waits, and only the latest of it runs: a service
 * that is asked for every key falls behind, and aborting requests does not make it faster. Results of
 * earlier questions are not passed on.
 */
export class LatestOnly<Question, Result> {
  #isRunning = false;
  #next: { readonly question: Question } | undefined;

  constructor(
    private readonly run: (question: Question) => Promise<Result>,
    private readonly onResult: (result: Result, question: Question) => void,
    private readonly onError: (error: unknown, question: Question) => void,
  ) {}

  /** Asks a question, in place of one that waits. */
  ask(question: Question): void {
    this.#next = { question };
    if (!this.#isRunning) void this.#work();
  }

  /** Forgets what waits, and the result of what runs. */
  forget(): void {
    this.#next = undefined;
    this.#generation += 1;
  }

  #generation = 0;

  async #work(): Promise<void> {
    this.#isRunning = true;
    while (this.#next !== undefined) {
      const { question } = this.#next;
      this.#next = undefined;
      const generation = this.#generation;
      const isCurrent = () => this.#next === undefined && generation === this.#generation;
      try {
        const result = await this.run(question);
        if (isCurrent()) this.onResult(result, question);
      } catch (error) {
        if (isCurrent()) this.onError(error, question);
      }
    }
    this.#isRunning = false;
  }
}
