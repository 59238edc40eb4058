import { expect, test } from '@jest/globals';
import { quote, quoteNames, toSafeLine } from '../../src/text/quote.js';

test.each([
  ['a sequence that clears the screen', '\u001b[2J', '\\u001b[2J'],
  ['C0, DEL and C1 characters', '\u009b2J\u0000\u007f\u0085', '\\u009b2J\\u0000\\u007f\\u0085'],
  ['line ends', 'a\r\n\tb\u2028\u2029', 'a\\u000d\\u000a\\u0009b\\u2028\\u2029'],
  ['controls of the writing direction', '\u202eabc\u2066\u200f', '\\u202eabc\\u2066\\u200f'],
  ['a lone surrogate', '\ud83d', '\\ud83d'],
  ['letters of any script', 'é 日本 א 😀', 'é 日本 א 😀'],
])('a quoted text shows %s without steering the terminal', (_what, text, shown) => {
  expect(quote(text)).toBe(`"${shown}"`);
});

test('a quoted text is cut after 60 characters, each of which may be shown as an escape', () => {
  expect(quote('😀'.repeat(61))).toBe(`"${'😀'.repeat(60)}…"`);
  expect(quote('\u001b'.repeat(61))).toBe(`"${'\\u001b'.repeat(60)}…"`);
});

test('a list of names shows the first ones, quoted, and how many more there are', () => {
  expect(quoteNames(['a', '\u202e', 'c', 'd'], 2)).toBe('"a", "\\u202e" and 2 more');
  expect(quoteNames(['a'], 2)).toBe('"a"');
});

test('a safe line joins lines, omits format characters and is cut after 500 units', () => {
  expect(toSafeLine(' a\r\n\u001b\u0085b\u202e \ud83d ')).toBe('a b \\ud83d');
  expect(toSafeLine('😀'.repeat(1_000))).toBe(`${'😀'.repeat(250)}…`);
});
