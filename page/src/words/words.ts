import type { en } from './en.js';

/** A text that depends on a number, by the plural rules of its language. */
export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & {
  readonly other: string;
};

/** Every text of the page in one language. A language that lacks one does not compile. */
export type Words = {
  readonly [Name in keyof typeof en]: (typeof en)[Name] extends string ? string : Plural;
};
