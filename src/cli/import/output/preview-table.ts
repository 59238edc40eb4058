import Table from 'cli-table3';
import type { PreviewRow } from '../../../imports/preview/preview-rows.js';
import { escapeControlCharacters, toSafeLine } from '../../../text/quote.js';
import { nameOption } from '../../options/option-names.js';

/** Formats rows as received and as they would be stored, with the reasons of those that would not be. */
export function formatPreview(rows: readonly PreviewRow[]): string {
  const table = new Table({
    head: ['line', 'as received', 'as stored'],
    style: { head: [], border: [] },
  });
  for (const row of rows) table.push([`${row.line ?? ''}`, formatReceived(row), formatStored(row)]);
  return `${table.toString()}\n`;
}

function formatReceived({ received: { title, uri, date, raw } }: PreviewRow): string {
  if (title === null && uri === null && date === null && raw !== null) return shorten(raw);
  return formatFields({ title, uri, date });
}

function formatStored({ stored, reasons }: PreviewRow): string {
  if (stored !== null) return formatFields(stored);
  return reasons
    .map(({ code, message }) => `${code}: ${escapeControlCharacters(nameOption(message))}`)
    .join('\n');
}

const formatFields = (fields: Readonly<Record<string, string | null>>) =>
  Object.entries(fields)
    .map(([name, text]) => `${name.padEnd(5)} ${text === null ? '–' : shorten(text)}`)
    .join('\n');

const maxLength = 100;

function shorten(text: string): string {
  const line = toSafeLine(text);
  return line.length > maxLength ? `${line.slice(0, maxLength).toWellFormed()}…` : line;
}
