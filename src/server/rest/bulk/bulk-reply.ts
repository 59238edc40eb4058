import { formatEscapedUrisHint } from '../../../imports/normalise/escaped-uris.js';
import type { RejectedItem } from '../../../imports/normalise/rejected-item.js';
import type { TakenInput } from '../../../imports/rows/taken-input.js';
import type { ImportedRows } from '../../../imports/run/import-rows.js';
import type { ImportState } from '../../../imports/run/import-target.js';

/** The most rejections that a reply lists. All that were kept can be read with GraphQL. */
const maxListedRejections = 1_000;

/** What became of the rows, as members of a reply. */
export function toBulkCounts(state: ImportState): object {
  const { importId, received, inserted, duplicates, rejected } = state;
  const imported = importId === null ? null : { id: String(importId) };
  return { import: imported, received, inserted, duplicates, rejected };
}

/** Writes the reply to a completed import, in chunks, so that it is never held as a whole. */
export async function* writeBulkReply(
  state: ImportedRows,
  rejections: AsyncIterable<readonly RejectedItem[]>,
  taken?: TakenInput,
): AsyncGenerator<string> {
  const { rejected, rejectionsNotKept, replayed, escapedUris } = state;
  const hint = formatEscapedUrisHint(escapedUris);
  const escaped = hint === undefined ? {} : { escapedUris, hint };
  const start = JSON.stringify({
    ok: true,
    ...toBulkCounts(state),
    replayed,
    ...escaped,
    ...toRead(taken),
  });
  yield `${start.slice(0, -1)},"rejections":[`;
  let left = maxListedRejections;
  let separator = '';
  if (rejected > 0) {
    for await (const page of rejections) {
      const texts = page.slice(0, left).map(rejectionText);
      left -= texts.length;
      yield separator + texts.join(',');
      separator = ',';
      if (left === 0) break;
    }
  }
  const omitted = rejected - (maxListedRejections - left);
  const notKept = rejectionsNotKept > 0 ? `,"rejectionsNotKept":${rejectionsNotKept}` : '';
  yield omitted > 0 ? `],"rejectionsOmitted":${omitted}${notKept}}` : ']}';
}

/** What the body was taken for, where that is not as usual. */
const toRead = (taken: TakenInput | undefined) =>
  taken?.note === undefined ? {} : { read: taken };

function rejectionText({ index, item, reasons }: RejectedItem): string {
  const { title = null, uri = null, date = null, line = null, raw = null } = item;
  return JSON.stringify({ index, title, uri, date, line, raw, reasons });
}
