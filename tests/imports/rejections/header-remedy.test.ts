import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Ended, type ImportFolder, importFolder } from '../../support/importing.js';

let folder: ImportFolder;
beforeEach(async () => {
  folder = await importFolder();
});
afterEach(() => folder.remove());

const row = 'A,https://t.example/1,2014-03-08\n';
const rows = `title,uri,date\n${row}`;
const object = { title: 'A', uri: 'https://t.example/1', date: '2014-03-08' };
const other = { name: 'A', content: { url: 'https://t.example/1' }, created: '2014-03-08' };

const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const latin1 = (text: string) => Buffer.from(text, 'latin1');

// Each with the options that the messages name, one message after the other.
test.each<[string, string, string | Buffer, string[], string[]?]>([
  ['bars between its cells', 'rows.csv', rows.replaceAll(',', '|'), ["--delimiter '|'"]],
  [
    'bars, though it is said to be TSV',
    'a.tsv',
    rows.replaceAll(',', '|'),
    ["csv --delimiter '|'"],
  ],
  ['what PowerShell writes before the header', 'a.csv', `#TYPE X\r\n${rows}`, ['--skip-lines 1']],
  [
    'a title and a blank line before the header',
    'a.csv',
    `Links\r\n\r\n${rows}`,
    ['--skip-lines 2'],
  ],
  ['no header', 'a.csv', row + row, ['--no-header --map title=1,uri=2,date=3']],
  [
    'no header, and its columns in another order',
    'a.tsv',
    '7\t2014-03-08\tA walk\thttps://t.example/1\n',
    ['--no-header --map title=3,uri=4,date=2'],
  ],
  ['no header, as was said', 'a.csv', row, ['--map title=1,uri=2,date=3'], ['--no-header']],
  ['other names of columns', 'a.csv', rows.replace('uri', 'link'), ['--map uri=link']],
  [
    'other names of members',
    'a.json',
    JSON.stringify([
      { ...object, uri: undefined, url: object.uri },
      { ...object, uri: undefined, url: object.uri },
    ]),
    ['--map uri=url'],
  ],
  ['its list elsewhere', 'a.json', JSON.stringify({ n: 1, hits: [object] }), ['--items hits']],
  [
    'its list deeper',
    'a.json',
    JSON.stringify({ data: { children: [object] } }),
    ['--items data.children'],
  ],
  [
    'its list elsewhere, and other names',
    'a.json',
    JSON.stringify(
      { results: [other, other].map(({ content, ...rest }) => ({ ...rest, ...content })) },
      null,
      2,
    ),
    ['--items results', '--map title=name,uri=url,date=created'],
  ],
  [
    'objects on lines, said to be JSON',
    'a',
    `${JSON.stringify(object)}\n`.repeat(2),
    ['--format ndjson'],
    ['--format', 'json'],
  ],
  ['CSV, said to be JSON', 'a', rows, ['--format csv'], ['--format', 'json']],
  ['UTF-16 without a mark', 'a.csv', utf16(rows), ['--encoding utf-16le']],
  [
    'a header in Windows-1252',
    'a.csv',
    latin1(`\xe9t\xe9,${rows.replace('\n', '\nx,')}`),
    ['--encoding windows-1252'],
  ],
  [
    'a delimiter given, though it is JSON',
    'a.csv',
    rows.replaceAll(',', '|'),
    ["--delimiter '|'"],
    ['--quote', 'none'],
  ],
])(
  'the advice on a file that has %s is to be followed',
  async (_what, name, content, advice, given = []) => {
    const file = await folder.write(name, content);
    const said: string[] = [];
    let options = [...given];
    let ended: Ended = await folder.import([file, '--quiet', ...options]);
    while (ended.code === 1 && said.length < 5) {
      const [, found = ''] = / ?add (--.+) to the command\./i.exec(ended.errors) ?? [];
      if (found === '') break;
      said.push(found);
      const words = [...found.matchAll(/'([^']*)'|(\S+)/g)].map(
        ([, quoted, bare]) => quoted ?? bare ?? '',
      );
      options = withOptions(options, words);
      ended = await folder.import([file, '--quiet', ...options]);
    }
    expect({ said, errors: ended.errors, code: ended.code }).toEqual({
      said: advice.map((each) => expect.stringContaining(each)),
      errors: '',
      code: 0,
    });
  },
);

/** Options of which later ones replace earlier ones of the same name. */
function withOptions(before: readonly string[], words: readonly string[]): string[] {
  const at = before.indexOf(words[0] ?? '');
  const kept = at === -1 ? before : [...before.slice(0, at), ...before.slice(at + 2)];
  return [...kept, ...words];
}
