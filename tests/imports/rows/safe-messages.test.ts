import { expect, test } from '@jest/globals';
import type { FileFormat } from '../../../src/formats/file-format.js';
import { normaliseRecord } from '../../../src/imports/normalise/normalise-record.js';
import { faultsIn, rowsOf } from '../../support/rows.js';

test.each<[string, FileFormat, string]>([
  ['a row that is no JSON', 'ndjson', '{"title":\u001b[2J}\n'],
  ['a row that begins with it', 'ndjson', '\u202e{"title":1}\n'],
  ['a value that is no text', 'ndjson', '{"title":["\u009b2J\u202e"]}\n'],
  ['what is no list', 'json', '\u001b[2J'],
  ['what stands between members', 'json', '{\u001b[2J'],
  ['the names of columns', 'csv', '\u001b[2J,\u202e\n'],
])('a message escapes control characters in %s', async (_what, format, input) => {
  const result = await rowsOf(input, { format });
  const message = result.error ?? faultsIn(result).join();
  expect(message).toMatch(/\\u(001b|009b|202e)/);
  expect(message).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});

test.each(['\u001b[2J', '\u0085', '\u202e1\u202c/2/2014', '2014-01-01 \u009b2J'])(
  'the message about the date %j of an item cannot steer a terminal',
  (date) => {
    const item = normaliseRecord({ title: 'a', uri: 'https://example.com/', date });
    const messages = 'reasons' in item ? item.reasons.map(({ message }) => message) : [];
    expect(messages).toHaveLength(1);
    expect(messages.join()).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  },
);
