import { z } from 'zod';
import { normalizeBareHostName } from '../text/host-name.js';

/** A setting that is the maximum of something, at least 1. */
export const limit = (fallback: string, meaning: string) => ({
  fallback,
  meaning,
  type: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number),
  allowed: 'a whole number from 1 to 999999999',
});

/** A whole number from 0 to `max`. */
export const wholeNumber = (max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((number) => number <= max);

/** Strings separated by commas. */
export const commaSeparated = z.string().transform((value) =>
  value
    .trim()
    .split(/\s*,\s*/)
    .filter(Boolean),
);

/** Strings separated by blanks or commas. */
export const blankSeparated = z
  .string()
  .transform((value) => value.split(/[\s,]+/).filter(Boolean));

/** The size of a bucket and what it gains a second, like `5000:200`. */
export const bucketSize = z
  .string()
  .regex(/^[1-9]\d{0,8}:[1-9]\d{0,8}$/)
  .transform((text) => {
    const [burst = 0, rate = 0] = text.split(':').map(Number);
    return { burst, rate };
  });

/** Whether a string is the origin of a web page, spelled as browsers send it. */
export function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.parse(text)?.origin === text;
}

/** Whether a string is an HTTP URL without credentials, query or fragment. */
export function isHttpUrl(text: string): boolean {
  const url = /^https?:/.test(text) ? URL.parse(text) : null;
  return url !== null && !url.username && !url.password && !url.search && !url.hash;
}

/** A host, spelled as the hosts of requests are compared; `*` for any, and empty for an invalid one. */
export function parseHost(text: string): string {
  return text === '*' ? text : (normalizeBareHostName(text) ?? '');
}
