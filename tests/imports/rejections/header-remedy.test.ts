import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ImportFolder, importFolder } from '../../support/importing.js';

let folder: ImportFolder;
beforeEach(async () => {
  folder = await importFolder();
});
afterEach(() => folder.remove());

const row = 'A,https://t.example/1,2014-03-08\n';
const rows = `title,uri,date\n${row}`;

// Each with what is to be done, as the message says.
test.each<[string, string, string, RegExp, (text: string) => [name: string, text: string]]>([
  [
    'bars between its cells',
    'rows.csv',
    rows.replaceAll(',', '|'),
    /names seem to be separated by "\|"; add the line sep=\| before them\./,
    (text) => ['rows.csv', `sep=|\n${text}`],
  ],
  [
    'commas, though it is said to be TSV',
    'rows.tsv',
    rows,
    /names are separated by ",", not by tabs; import the file as CSV\./,
    (text) => ['rows.csv', text],
  ],
  [
    'what PowerShell writes before the header',
    'rows.csv',
    `#TYPE System.Management.Automation.PSCustomObject\r\n${rows}`,
    /names seem to be on line 2; remove the lines before it, for example with "tail -n \+2"\./,
    (text) => ['rows.csv', text.split('\n').slice(1).join('\n')],
  ],
  [
    'a title of its own and a blank line before the header',
    'rows.csv',
    `Report of links\r\n\r\n${rows}`,
    /names seem to be on line 3; remove the lines before it, for example with "tail -n \+3"\./,
    (text) => ['rows.csv', text.split('\n').slice(2).join('\n')],
  ],
  [
    'no header',
    'rows.csv',
    row + row,
    /The first line seems to be a row; add a line before it that names the columns in their order/,
    (text) => ['rows.csv', `title,uri,date\n${text}`],
  ],
])(
  'a file that has %s is refused with what to do about it',
  async (_what, name, text, advice, follow) => {
    const refused = await folder.import([await folder.write(name, text), '--quiet']);
    expect([refused.code, refused.errors]).toEqual([1, expect.stringMatching(advice)]);
    expect(refused.errors).not.toContain('--map');
    const [mended, content] = follow(text);
    const taken = await folder.import([await folder.write(mended, content), '--quiet']);
    expect({ code: taken.code, errors: taken.errors }).toEqual({ code: 0, errors: '' });
  },
);
