import { expect, test } from '@jest/globals';
import { rowsOf } from '../../../support/rows.js';

const uri = (n: number) => `https://t.example/${n}`;
const date = '2014-03-08';
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

// Nobody writes lines into a note that are rows of the file, but people write links and dates.
test.each([
  'two\nlines',
  `See ${uri(1)} of 2014-03-08\nand ${uri(2)}, of 8 March 2014`,
  `one, two, three, four\n${uri(1)},2014-03-08\n,,,`,
  `${uri(1)},a,2014-03-08,b\na,2014-03-08,${uri(1)},b\n`,
  `a,${uri(1)},b,c\na,b,2014-03-08,c`,
  `a,/relative,2014-03-08,c\na,${uri(1)},2014-03-08\na,${uri(1)},2014-03-08,c,d\n`,
  '"quoted"\n""\n"\n,',
  '\n\n\n',
  'x\n'.repeat(1000),
])('a cell of several lines is kept as written: %j', async (note) => {
  const rows = [
    ['One', uri(1), date, quoted(note)],
    [quoted(note), uri(2), date, 'x'],
    [quoted(note), uri(3), date, quoted(note)],
    ['Four', uri(4), date, ''],
  ];
  const text = [['title', 'uri', 'date', 'note'], ...rows].map((cells) => cells.join()).join('\n');
  const { items, error } = await rowsOf(`${text}\n`, { format: 'csv' });
  expect(error).toBeUndefined();
  expect(items).toMatchObject([
    { title: 'One', uri: uri(1), date },
    { title: note, uri: uri(2), date },
    { title: note, uri: uri(3), date },
    { title: 'Four', uri: uri(4), date },
  ]);
});
