import { escapeMarkup } from '../../formats/markup/escape-markup.js';
import type { RowLayout } from '../../formats/write-rows.js';
import type { RecordRow } from '../../records/query/record-row.js';

/**
 * The bookmark file of Netscape, which every browser and bookmark service imports. Its dates have no
 * milliseconds, so a record that has some gets its date in an attribute as well; `netscape` in
 * `src/imports/rows/presets/preset-list.ts` reads it, and other programs pass over it.
 */
export const netscapeLayout: RowLayout<RecordRow> = {
  start: () => `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
`,
  formatRow: ({ title, uri, date }) =>
    `    <DT><A HREF="${escapeMarkup(uri)}" ${formatDate(date)}>${escapeMarkup(title)}</A>\n`,
  separator: '',
  end: '</DL><p>\n',
};

function formatDate(date: Date): string {
  const seconds = date.getTime() / 1000;
  const whole = `ADD_DATE="${Math.floor(seconds)}"`;
  // An ADD_DATE of 0 stands for no date.
  const isRead = Number.isInteger(seconds) && seconds !== 0;
  return isRead ? whole : `${whole} DATA-RECORDS-DATE="${date.toISOString()}"`;
}
