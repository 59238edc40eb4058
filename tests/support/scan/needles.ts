import { createRandom } from '../random.js';
import { foldOracle } from '../search-oracle.js';
import type { ScannedRecord } from './scan.js';

/** The texts that random filters look for. */
export interface Needles {
  /** Parts of stored texts of any length, and texts that are alike and mostly nowhere. */
  readonly parts: readonly string[];
  /** The beginnings of stored texts. */
  readonly starts: readonly string[];
  /** Whole stored texts. */
  readonly wholes: readonly string[];
}

const maxLength = 1000;

/** Draws texts from stored records; equal seeds draw equal texts from equal records. */
export function drawNeedles(
  records: readonly ScannedRecord[],
  seed: number,
  count: number,
): Needles {
  const random = createRandom(seed);
  const drawForm = () => {
    const { title, uri } = random.pick(records);
    const forms = (random.below(3) === 0 ? uri : title).split('\n').filter((form) => form !== '');
    return [...random.pick(forms)];
  };
  const slice = (points: readonly string[], length: number) => {
    const from = random.below(Math.max(1, points.length - length + 1));
    return points.slice(from, from + length).join('');
  };
  const drawWords = () =>
    drawForm()
      .join('')
      .split(/[ /.]+/);
  const kinds: readonly (() => string)[] = [
    () => slice(drawForm(), 1),
    () => slice(drawForm(), 2),
    () => slice(drawForm(), 3),
    () => slice(drawForm(), 4 + random.below(4)),
    () => slice(drawForm(), 8 + random.below(30)),
    // Two characters that are common, maybe never side by side.
    () => slice(drawForm(), 1) + slice(drawForm(), 1),
    // Words that are common, maybe never in a row.
    () => `${random.pick(drawWords())} ${random.pick(drawWords())}`,
    () => slice(drawForm(), 3) + slice(drawForm(), 3),
    // The same characters in another order.
    () => [...slice(drawForm(), 5)].reverse().join(''),
    // The same characters, once more.
    () => slice(drawForm(), 1 + random.below(3)).repeat(2 + random.below(4)),
    () =>
      random.pick(['\u{1f9ff}', 'qzx', 'zz', '\ua66e', 'x'.repeat(300), '', ' ', 'the quick fox']),
  ];
  const draw = (from: readonly (() => string)[]) =>
    Array.from({ length: count }, (_, at) => from[at % from.length]?.() ?? '').filter(isFolded);
  return {
    parts: draw(kinds),
    starts: draw([
      () =>
        drawForm()
          .slice(0, 1 + random.below(3))
          .join(''),
      () =>
        drawForm()
          .slice(0, 3 + random.below(20))
          .join(''),
    ]),
    wholes: draw([() => drawForm().join('')]),
  };
}

/** What folds to itself is searched as it is, so that a scan finds it in texts that are folded. */
const isFolded = (text: string) => text.length <= maxLength && foldOracle(text) === text;
