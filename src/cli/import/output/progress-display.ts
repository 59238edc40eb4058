import cliProgress from 'cli-progress';
import type { Terminal } from '../../output/terminal.js';
import { formatDuration } from './format-duration.js';
import type { ProgressFigures } from './import-progress.js';

/** Shows on standard error how far an import is. */
export interface Display {
  /** Milliseconds between two looks. */
  readonly everyMs: number;
  show(figures: ProgressFigures): void;
  /** Says something in between. */
  note(message: string): void;
  /** Shows how it ended, or how far it came. */
  end(figures: ProgressFigures): void;
}

/** The ways to show progress that a user can choose. */
export const displayNames = ['bar', 'json', 'none'] as const;

/** A way to show progress. */
export type DisplayName = (typeof displayNames)[number];

/** Shows nothing at all. */
export const noDisplay: Display = { everyMs: 1000, show() {}, note() {}, end() {} };

/** Makes a display. A bar is drawn where somebody watches; elsewhere it is plain lines. */
export function createDisplay(name: DisplayName, terminal: Terminal): Display {
  const { printError, isErrorTty: watchesErrors } = terminal;
  if (name === 'json') return jsonLines(printError);
  if (name === 'bar') return watchesErrors ? bar(printError) : plainLines(printError);
  return { ...noDisplay, note: (message) => printError(`${message}\n`) };
}

type Print = (text: string) => void;

function jsonLines(print: Print): Display {
  const show = (figures: ProgressFigures) => print(`${JSON.stringify(figures)}\n`);
  // Who reads lines of JSON must find nothing else between them.
  const note = (message: string) => print(`${JSON.stringify({ message })}\n`);
  return { everyMs: 1000, show, note, end: show };
}

// Node.js does not see all names that this package exports.
const { Format, Presets } = cliProgress;
const { barCompleteChar, barIncompleteChar } = Presets.shades_classic;
const barSize = 20;
const barLook = {
  barsize: barSize,
  barGlue: '',
  barCompleteString: barCompleteChar.repeat(barSize),
  barIncompleteString: barIncompleteChar.repeat(barSize),
};

// So that a line that is too long for the window is cut off, and the next one drawn over all of it.
const [wrapOff, wrapOn, clearLine] = ['\x1b[?7l', '\x1b[?7h', '\r\x1b[K'];

function bar(print: Print): Display {
  const show = (figures: ProgressFigures) => {
    const { bytesRead, bytesTotal } = figures;
    const part = bytesTotal ? Math.min(1, bytesRead / bytesTotal) : undefined;
    const drawn = part === undefined ? '' : `${Format.BarFormat(part, barLook)} `;
    print(`${clearLine}${wrapOff}${drawn}${lineOf(figures)}${wrapOn}`);
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

/** A line for every tenth of the bytes, or for every ten seconds where nobody knows how many those are. */
function plainLines(print: Print): Display {
  let tenth = 0;
  let shownAt = performance.now();
  const showLine = (figures: ProgressFigures) => print(`${lineOf(figures)}\n`);
  return {
    everyMs: 200,
    show(figures) {
      const { bytesRead, bytesTotal } = figures;
      const now = performance.now();
      const reached = bytesTotal ? Math.floor((bytesRead * 10) / bytesTotal) : tenth;
      const isDue = bytesTotal ? reached > tenth : now > shownAt + linesEveryMs;
      if (!isDue) return;
      tenth = reached;
      shownAt = now;
      showLine(figures);
    },
    note: (message) => print(`${message}\n`),
    end: showLine,
  };
}

const grouped = new Intl.NumberFormat('en');

function lineOf(figures: ProgressFigures): string {
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
