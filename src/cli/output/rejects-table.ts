import type { RejectedItem } from '../../imports/normalise/rejected-item.js';
import { rejectionCodes } from '../../imports/normalise/rejection-reason.js';
import type { ImportRow } from '../../imports/store/import-row.js';
import { pluralize } from '../../text/pluralize.js';
import { escapeControlCharacters } from '../../text/quote.js';

const codeWidth = Math.max(...Object.keys(rejectionCodes).map((code) => code.length));

/** Formats the rejected items of an import as a table, a line for each reason. */
export async function* formatRejectsTable(
  { id, source, received, rejected }: ImportRow,
  pages: AsyncIterable<readonly RejectedItem[]>,
): AsyncGenerator<string> {
  const name =
    source === null ? `Import ${id}` : `Import ${id} (${escapeControlCharacters(source)})`;
  yield `${name}: ${rejected} of ${pluralize(received, 'item')} rejected.\n`;
  let isFirst = true;
  for await (const page of pages) {
    const head = isFirst ? `\n${formatLine('index', 'line', 'code', 'message')}` : '';
    isFirst = false;
    yield head + page.map(formatItem).join('');
  }
}

function formatItem({ index, item, reasons }: RejectedItem): string {
  return reasons
    .map(({ code, message }) =>
      formatLine(`${index}`, `${item.line ?? ''}`, code, escapeControlCharacters(message)),
    )
    .join('');
}

const formatLine = (index: string, line: string, code: string, message: string) =>
  `${index.padStart(8)}  ${line.padStart(8)}  ${code.padEnd(codeWidth)}  ${message}\n`;
