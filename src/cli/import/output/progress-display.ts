import cliProgress from 'cli-progress';
import { atEachTenth, type Progress } from '../../output/progress.js';
import type { Terminal } from '../../output/terminal.js';
import { formatDuration } from './format-duration.js';
import type { ProgressFigures } from './import-progress.js';

/** Shows the progress of an import on standard error. */
export interface Display extends Progress<ProgressFigures> {
  /** Milliseconds between two calls of `show`. */
  readonly everyMs: number;
  /** Prints a message in between. */
  note(message: string): void;
}

/** The values of `--progress`. */
export const displayNames = ['bar', 'json', 'none'] as const;

/** One of {@link displayNames}. */
export type DisplayName = (typeof displayNames)[number];

/** Shows nothing at all. */
export const noDisplay: Display = { everyMs: 1000, show() {}, note() {}, end() {} };

/** Creates a display. A bar is drawn on a TTY only; elsewhere it becomes plain lines. */
export function createDisplay(name: DisplayName, terminal: Terminal): Display {
  const { printError, isErrorTty } = terminal;
  if (name === 'json') return jsonLines(printError);
  if (name === 'bar') return isErrorTty ? bar(printError) : plainLines(printError);
  return { ...noDisplay, note: (message) => printError(`${message}\n`) };
}

type Print = (text: string) => void;

function jsonLines(print: Print): Display {
  const show = (figures: ProgressFigures) => print(`${JSON.stringify(figures)}\n`);
  // Notes are JSON, too: programs read this line by line.
  const note = (message: string) => print(`${JSON.stringify({ message })}\n`);
  return { everyMs: 1000, show, note, end: show };
}

// Node.js does not detect all names that this CommonJS package exports.
const { Format, Presets } = cliProgress;
const { barCompleteChar, barIncompleteChar } = Presets.shades_classic;
const barSize = 20;
const barLook = {
  barsize: barSize,
  barGlue: '',
  barCompleteString: barCompleteChar.repeat(barSize),
  barIncompleteString: barIncompleteChar.repeat(barSize),
};

// With wrapping off, a line that is too long is cut off, so that the next one can overwrite it.
const [wrapOff, wrapOn, clearLine] = ['\x1b[?7l', '\x1b[?7h', '\r\x1b[K'];

function bar(print: Print): Display {
  const show = (figures: ProgressFigures) => {
    const { bytesRead, bytesTotal } = figures;
    const part = bytesTotal ? Math.min(1, bytesRead / bytesTotal) : undefined;
    const drawn = part === undefined ? '' : `${Format.BarFormat(part, barLook)} `;
    print(`${clearLine}${wrapOff}${drawn}${formatLine(figures)}${wrapOn}`);
  };
  return {
    everyMs: 200,
    show,
    note: (message) => print(`${clearLine}${message}\n`),
    end(figures) {
      show(figures);
      print('\n');
    },
  };
}

const linesEveryMs = 10_000;

/** A line for each tenth of the bytes, or every ten seconds if the number of bytes is not known. */
function plainLines(print: Print): Display {
  const isNextTenth = atEachTenth();
  let shownAt = performance.now();
  const showLine = (figures: ProgressFigures) => print(`${formatLine(figures)}\n`);
  return {
    everyMs: 200,
    show(figures) {
      const { bytesRead, bytesTotal } = figures;
      const now = performance.now();
      const isDue = bytesTotal ? isNextTenth(bytesRead, bytesTotal) : now > shownAt + linesEveryMs;
      if (!isDue) return;
      shownAt = now;
      showLine(figures);
    },
    note: (message) => print(`${message}\n`),
    end: showLine,
  };
}

const grouped = new Intl.NumberFormat('en');

function formatLine(figures: ProgressFigures): string {
  const { bytesRead, bytesTotal, secondsLeft, done } = figures;
  const percent = bytesTotal
    ? Math.min(100, Math.floor((bytesRead * 100) / bytesTotal))
    : undefined;
  const number = (count: number) => grouped.format(count);
  const parts = [
    ...(percent === undefined ? [`${number(figures.received)} rows`] : [`${percent} %`]),
    `${number(figures.rowsPerSecond)} rows/s`,
    ...(secondsLeft === null || done ? [] : [`${formatDuration(secondsLeft)} left`]),
    `${number(figures.inserted)} inserted`,
    `${number(figures.duplicates)} duplicate`,
    `${number(figures.rejected)} rejected`,
  ];
  return parts.join(', ');
}
