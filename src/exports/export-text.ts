import type { RecordRow } from '../records/query/record-pages.js';
import type { ExportFormat } from './export-formats.js';

// Larger ones are collected late, and a slow reader has two of them.
const chunkLength = 1 << 16;

/** Writes records in a format, in texts of about 64 KB. */
export async function* exportText(
  pages: AsyncIterable<readonly RecordRow[]>,
  { start, record, separator, end }: ExportFormat,
): AsyncGenerator<string> {
  let text = start;
  let isFirst = true;
  for await (const page of pages) {
    for (const each of page) {
      text += isFirst ? record(each) : separator + record(each);
      isFirst = false;
      if (text.length < chunkLength) continue;
      yield text;
      text = '';
    }
  }
  text += end;
  if (text !== '') yield text;
}
