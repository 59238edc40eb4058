import { pluralize } from '../../text/pluralize.js';

const shownEveryMs = 200;

/** Counts what passes, and shows it on a line that is drawn over. */
export interface RunningCount {
  readonly total: number;
  ofPages<Row>(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<readonly Row[]>;
  /** Shows the last count, and leaves the line. */
  end(): void;
}

/** Makes a count that is shown by `print`. */
export function showRunningCount(print: (text: string) => void): RunningCount {
  let total = 0;
  let shownAt = 0;
  const show = () => print(`\r${pluralize(total, 'record')}`);
  return {
    get total() {
      return total;
    },
    async *ofPages(pages) {
      for await (const page of pages) {
        total += page.length;
        if (performance.now() >= shownAt + shownEveryMs) {
          shownAt = performance.now();
          show();
        }
        yield page;
      }
    },
    end() {
      show();
      print('\n');
    },
  };
}
