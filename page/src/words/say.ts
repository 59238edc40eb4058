import { en } from './en.js';
import type { Plural, Words } from './words.js';

/** A language of the page, with what depends on it. */
interface Language {
  readonly words: Words;
  readonly plurals: Intl.PluralRules;
  readonly numbers: Intl.NumberFormat;
}

/** The languages whose words are in a file of their own; English is always there. */
const others: Readonly<Record<string, () => Promise<Words>>> = {};

// A language of the browser decides how numbers and dates look, also where it has no words here.
const locale = globalThis.navigator?.languages?.[0] ?? 'en';
let language: Language = speak(en, 'en');

/** Loads the words of the first language of the browser that the page has; English if it has none. */
export async function chooseLanguage(wanted: readonly string[]): Promise<string> {
  for (const tag of wanted) {
    const [name = ''] = tag.split('-');
    if (name === 'en') break;
    const load = Object.hasOwn(others, name) ? others[name] : undefined;
    if (load === undefined) continue;
    language = speak(await load(), tag);
    return name;
  }
  language = speak(en, locale.startsWith('en') ? locale : 'en');
  return 'en';
}

function speak(words: Words, tag: string): Language {
  return {
    words,
    plurals: new Intl.PluralRules(tag),
    numbers: new Intl.NumberFormat(tag),
  };
}

/**
 * A text in the language of the page.
 *
 * @param values what stands for the names in braces; numbers are written as the language writes them
 */
export function say(
  name: keyof Words,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const text: string | Plural = language.words[name];
  const count = Number(values.count ?? 0);
  const chosen =
    typeof text === 'string' ? text : (text[language.plurals.select(count)] ?? text.other);
  return chosen.replace(/\{(\w+)\}/g, (_braces, key: string) => format(values[key] ?? ''));
}

const format = (value: string | number) =>
  typeof value === 'number' ? formatNumber(value) : value;

/** A number as the language of the page writes it. */
export function formatNumber(value: number): string {
  return language.numbers.format(value);
}

/** The language tag by which dates are written. */
export function dateLocale(): string {
  return language.numbers.resolvedOptions().locale;
}
