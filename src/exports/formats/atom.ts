import { escapeMarkup } from '../../formats/markup/escape-markup.js';
import type { RowLayout } from '../../formats/write-rows.js';
import type { RecordRow } from '../../records/query/record-row.js';
import { createFeedId, entryId } from './entry-id.js';

/** An Atom feed (RFC 4287), with an entry for each record. */
export const atomLayout: RowLayout<RecordRow> = {
  start: () => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${createFeedId()}</id>
<title>Records</title>
<updated>${new Date().toISOString()}</updated>
<author><name>records-graphql</name></author>
<generator>records-graphql</generator>
`,
  formatRow(row) {
    const date = row.date.toISOString();
    return `<entry>
<id>${entryId(row)}</id>
<title>${escapeMarkup(row.title)}</title>
<link href="${escapeMarkup(row.uri)}"/>
<published>${date}</published>
<updated>${date}</updated>
</entry>
`;
  },
  separator: '',
  end: '</feed>\n',
};
