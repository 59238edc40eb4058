import type { RowLayout } from '../../formats/write-rows.js';
import type { RecordRow } from '../../records/query/record-row.js';
import { entryId } from './entry-id.js';

/** A JSON Feed (https://www.jsonfeed.org/version/1.1/), with each item on a line of its own. */
export const jsonFeedLayout: RowLayout<RecordRow> = {
  start: () =>
    '{"version":"https://jsonfeed.org/version/1.1","title":"Records","authors":[{"name":"records-graphql"}],"items":[\n',
  formatRow: (row) =>
    JSON.stringify({
      id: entryId(row),
      url: row.uri,
      title: row.title,
      // An item must have some content; nothing is known of the page.
      content_text: '',
      date_published: row.date,
    }),
  separator: ',\n',
  end: '\n]}\n',
};
