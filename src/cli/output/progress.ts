import { Presets, SingleBar } from 'cli-progress';
import { pluralize } from '../../text/pluralize.js';
import type { Terminal } from './terminal.js';

/**
 * Shows the progress of a long task as a number. Imports have their own display, see
 * `import/output/progress-display.ts`.
 */
export interface Progress<State = number> {
  show(state: State): void;
  /** Shows the final state; what is printed next begins on a new line. */
  end(state: State): void;
}

/** A progress bar on a terminal; elsewhere a plain line for each tenth of the task. */
export function showProgress(terminal: Terminal, task: string, total: number): Progress {
  if (terminal.isOutputTty) {
    const bar = new SingleBar(
      { format: `${task} {bar} {value} of {total}`, hideCursor: true },
      Presets.shades_classic,
    );
    bar.start(total, 0);
    return { show: (done) => bar.update(done), end: () => bar.stop() };
  }
  const isDue = atEachTenth();
  return {
    show(done) {
      if (isDue(done, total)) terminal.print(`${task}: ${done} of ${total}\n`);
    },
    end() {},
  };
}

/** Detects when a task has completed another tenth, for output that cannot be overwritten. */
export function atEachTenth(): (done: number, total: number) => boolean {
  let last = 0;
  return (done, total) => {
    const tenth = Math.floor((done * 10) / total);
    if (tenth <= last) return false;
    last = tenth;
    return true;
  };
}

const redrawMs = 200;

/** A count of records on a line that is overwritten, for a task whose total is not known. */
export function showRecordCount(print: (text: string) => void): Progress {
  let drawnAt = 0;
  const draw = (count: number) => print(`\r${pluralize(count, 'record')}`);
  return {
    show(count) {
      if (performance.now() < drawnAt + redrawMs) return;
      drawnAt = performance.now();
      draw(count);
    },
    end(count) {
      draw(count);
      print('\n');
    },
  };
}

/** Passes pages on, and reports the number of rows so far before each page. */
export async function* countRows<Row>(
  pages: AsyncIterable<readonly Row[]>,
  onCount: (count: number) => void,
): AsyncGenerator<readonly Row[]> {
  let count = 0;
  for await (const page of pages) {
    count += page.length;
    onCount(count);
    yield page;
  }
}
