import type { RecordRow } from '../records/record-pages.js';
import type { ExportFormat } from './export-formats.js';

/** Writes records in a format, a text for each page of them. */
export async function* exportText(
  pages: AsyncIterable<readonly RecordRow[]>,
  { start, record, separator, end }: ExportFormat,
): AsyncGenerator<string> {
  let before = start;
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield before + page.map(record).join(separator);
    before = separator;
  }
  // A separator stands between two records only.
  const rest = before === start ? start + end : end;
  if (rest !== '') yield rest;
}
