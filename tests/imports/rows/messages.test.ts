import { expect, test } from '@jest/globals';
import type { RowFormat } from '../../../src/imports/rows/row-batch.js';
import { quote } from '../../../src/text/clean-text.js';
import { faultsIn, rowsOf } from '../../support/rows.js';

test.each([
  ['a sequence that clears the screen', '\u001b[2J', '\\u001b[2J'],
  ['a control character of one byte', '\u009b2J\u0000\u007f', '\\u009b2J\\u0000\\u007f'],
  ['line ends', 'a\r\n\tb\u2028\u2029', 'a\\u000d\\u000a\\u0009b\\u2028\\u2029'],
  ['what turns the direction', '\u202eabc\u2066\u200f', '\\u202eabc\\u2066\\u200f'],
  ['half a pair', '\ud83d', '\ufffd'],
  ['letters of any script', 'é 日本 א 😀', 'é 日本 א 😀'],
])('%s in quotes cannot steer a terminal', (_what, text, shown) => {
  expect(quote(text)).toBe(`"${shown}"`);
});

test('a text in quotes is cut after 60 characters, each of which may become an escape', () => {
  expect(quote('😀'.repeat(61))).toBe(`"${'😀'.repeat(60)}…"`);
  expect(quote('\u001b'.repeat(61))).toBe(`"${'\\u001b'.repeat(60)}…"`);
});

test.each<[string, RowFormat, string]>([
  ['a row that is no JSON', 'ndjson', '{"title":\u001b[2J}\n'],
  ['a row that begins with it', 'ndjson', '\u202e{"title":1}\n'],
  ['a value that is no text', 'ndjson', '{"title":["\u009b2J\u202e"]}\n'],
  ['what is no list', 'json', '\u001b[2J'],
  ['what stands between members', 'json', '{\u001b[2J'],
  ['the names of columns', 'csv', '\u001b[2J,\u202e\n'],
])('a message does not repeat as it is %s', async (_what, format, input) => {
  const result = await rowsOf(input, { format });
  const message = result.error ?? faultsIn(result).join();
  expect(message).toMatch(/\\u(001b|009b|202e)/);
  expect(message).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});
