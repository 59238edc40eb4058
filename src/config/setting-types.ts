import { z } from 'zod';
import { normalizeBareHostName } from '../text/host-name.js';

/** A bound that a setting gives, with 1 as the least. */
export const bound = (fallback: string, meaning: string) => ({
  fallback,
  meaning,
  type: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number),
  allowed: 'a whole number from 1 to 999999999',
});

/** A whole number up to `most`. */
export const wholeNumber = (most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((number) => number <= most);

/** Texts separated by commas. */
export const list = z.string().transform((texts) =>
  texts
    .trim()
    .split(/\s*,\s*/)
    .filter(Boolean),
);

/** Whether a text is the origin of a web page, written as browsers send it. */
export function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.parse(text)?.origin === text;
}

/** A host as requests are compared with it; `*` for any, and empty for what is none. */
export function hostSetting(text: string): string {
  return text === '*' ? text : (normalizeBareHostName(text) ?? '');
}
