import { type Draft, drawDraft, englishMonth, type Spelling, spellings } from '#input/draft';
import { Random } from '#input/random';

/** An item as a client might send it, before any rule was applied. */
export interface DirtyItem {
  readonly title: string | null;
  readonly uri: string | null;
  readonly date: string | null;
}

/** What a row depends on besides its index: equal recipes give equal bytes on every machine. */
export interface Recipe {
  /** A whole number from 0 to 2^32 - 1. */
  readonly seed: number;
  /** If true, every item is valid and tidy, and none is a deliberate repetition. */
  readonly clean: boolean;
}

type Dirt = (draft: Draft, random: Random) => Partial<DirtyItem>;

// Still valid: the import must normalise these.
const untidy = {
  spacedTitle: ({ title }) => ({ title: `  ${title.replace(' ', '  ')}\t` }),
  decomposedTitle: ({ title }) => ({ title: title.normalize('NFD') }),
  upperCaseHost: (draft) => ({ uri: uriOf({ ...draft, host: draft.host.toUpperCase() }) }),
  defaultPort: (draft) => ({
    uri: uriOf({ ...draft, host: `${draft.host}:${draft.scheme === 'http' ? 80 : 443}` }),
  }),
} satisfies Record<string, Dirt>;

// Never valid: the import must reject these, with a reason.
const invalid = {
  nullTitle: () => ({ title: null }),
  blankTitle: () => ({ title: '   ' }),
  emptyTitleAndNullUri: () => ({ title: '', uri: null }),
  fileUri: ({ host, path }) => ({ uri: `file:///${host}${path}` }),
  uriWithoutScheme: ({ host, path }) => ({ uri: `//${host}${path}` }),
  uriWithoutHost: (_, random) => ({ uri: `/arquivo/${1 + random.below(900)}/` }),
  missingDate: () => ({ date: null }),
  dateWithoutYear: ({ instant }) => ({ date: `${englishMonth(instant)} ${instant.getUTCDate()}` }),
  impossibleDate: ({ instant }, random) => ({
    date: `31 ${random.pick(['Feb', 'Apr', 'Jun', 'Sep', 'Nov'])} ${instant.getUTCFullYear()}`,
  }),
  ambiguousDate: ({ instant }, random) => {
    const first = 1 + random.below(12);
    // Two equal numbers, as in 03/03, would not be ambiguous.
    const second = 1 + (first % 12);
    const digits = [first, second].map((number) => String(number).padStart(2, '0'));
    return { date: `${digits.join('/')}/${instant.getUTCFullYear()}` };
  },
} satisfies Record<string, Dirt>;

const anyUntidy: readonly Dirt[] = Object.values(untidy);
const anyInvalid: readonly Dirt[] = Object.values(invalid);

/** The first rows show each kind once, at a fixed index; they are `input/data.json`. */
export const sampleSize = 100;
const repeatedSample = { index: 83, of: 22 };
const sampleDirt: ReadonlyMap<number, Dirt> = new Map<number, Dirt>([
  [4, untidy.spacedTitle],
  [12, invalid.nullTitle],
  [19, untidy.upperCaseHost],
  [27, invalid.fileUri],
  [33, untidy.defaultPort],
  [38, invalid.emptyTitleAndNullUri],
  [49, invalid.uriWithoutScheme],
  [57, untidy.decomposedTitle],
  [61, invalid.dateWithoutYear],
  [70, invalid.uriWithoutHost],
  [88, invalid.impossibleDate],
]);

// Per thousand later rows, as in a feed that is mostly clean.
const invalidPerThousand = 30;
const untidyPerThousand = 15;
const repeatedPerThousand = 5;
const maxRepetitionDistance = 1_000;

/**
 * The item at an index. It depends on nothing else, so that a short file is a prefix of a long one.
 *
 * @param index from 0; the first {@link sampleSize} rows carry each kind of dirt once, later ones
 *   about 3 % that must be rejected, 1.5 % untidy and 0.5 % repetitions
 */
export function dirtyItemAt({ seed, clean }: Recipe, index: number): DirtyItem {
  const random = new Random(seed, index);
  const draft = drawDraft(random);
  if (clean) return itemOf(draft);
  if (index === repeatedSample.index) return repetitionOf(seed, repeatedSample.of);
  if (index < sampleSize) return { ...itemOf(draft), ...sampleDirt.get(index)?.(draft, random) };

  const dice = random.below(1_000);
  if (dice < invalidPerThousand) {
    return { ...itemOf(draft), ...random.pick(anyInvalid)(draft, random) };
  }
  if (dice < invalidPerThousand + untidyPerThousand) {
    return { ...itemOf(draft), ...random.pick(anyUntidy)(draft, random) };
  }
  if (dice < invalidPerThousand + untidyPerThousand + repeatedPerThousand) {
    return repetitionOf(seed, index - 1 - random.below(Math.min(index, maxRepetitionDistance)));
  }
  return itemOf(draft);
}

const uriOf = ({ scheme, host, path }: Draft): string => `${scheme}://${host}${path}`;

const itemOf = (draft: Draft): DirtyItem => ({
  title: draft.title,
  uri: uriOf(draft),
  date: spellings[draft.spelling].write(draft),
});

// Another spelling of the same instant. None of the others is as precise as `second`.
const otherSpelling: Readonly<Record<Spelling, Spelling>> = {
  hour: 'second',
  second: 'second',
  monthFirst: 'dayFirst',
  dayFirst: 'written',
  written: 'monthFirst',
};

function repetitionOf(seed: number, index: number): DirtyItem {
  const draft = drawDraft(new Random(seed, index));
  const host = draft.host.toUpperCase();
  return itemOf({ ...draft, host, spelling: otherSpelling[draft.spelling] });
}
