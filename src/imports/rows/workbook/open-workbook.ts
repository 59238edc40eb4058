import { InputError } from '../../../errors/input-error.js';
import type { PeekedStream } from '../../../formats/peek-stream.js';
import { peekStream } from '../../../formats/peek-stream.js';
import { asCsv } from '../input/file-signatures.js';
import { OdsWorkbook } from './ods/ods-workbook.js';
import type { Workbook } from './workbook.js';
import { XlsxWorkbook } from './xlsx/xlsx-workbook.js';
import { ZipArchive } from './zip-archive.js';

// Enough for the names of some parts.
const inspectedBytes = 4096;
const signature = Buffer.from('PK\x03\x04', 'latin1');
const partNames =
  /\[Content_Types\]\.xml|\bxl\/|_rels\/|docProps\/|mimetype|META-INF\/manifest|content\.xml|encrypted-package/i;
const spreadsheet = 'application/vnd.oasis.opendocument.spreadsheet';

/** Peeks at an input: whether it begins as a workbook does, by the names of the first parts in the archive. */
export async function peekWorkbook(
  bytes: AsyncIterable<Uint8Array>,
): Promise<PeekedStream & { readonly isWorkbook: boolean }> {
  const peeked = await peekStream(bytes, (start) => {
    const isArchive = signature.equals(start.subarray(0, signature.length));
    const mayBe = isArchive || signature.subarray(0, start.length).equals(start);
    return !mayBe || start.length >= inspectedBytes;
  });
  const start = peeked.start.subarray(0, inspectedBytes);
  const isArchive = signature.equals(start.subarray(0, signature.length));
  return { ...peeked, isWorkbook: isArchive && partNames.test(start.toString('latin1')) };
}

/**
 * Opens a workbook, and keeps it in a temporary file until it is closed. Throws an `InputError` if it is
 * none, or cannot be read.
 */
export async function openWorkbook(bytes: AsyncIterable<Uint8Array>): Promise<Workbook> {
  const zip = await ZipArchive.open(bytes);
  try {
    if (zip.has('[Content_Types].xml')) return await XlsxWorkbook.open(zip);
    const type = zip.has('mimetype') ? await readStart(zip) : '';
    if (type.startsWith(spreadsheet)) return await OdsWorkbook.open(zip);
    if (type.startsWith('application/vnd.oasis.opendocument')) {
      throw new InputError(
        `The input is an OpenDocument file other than a spreadsheet, as its type is "${type}"; expected a workbook (.xlsx or .ods), CSV, NDJSON or JSON.`,
      );
    }
    throw new InputError(
      `The input is a zip archive; extract the file from it first; for a spreadsheet, ${asCsv}.`,
    );
  } catch (error) {
    await zip.close();
    throw error;
  }
}

async function readStart(zip: ZipArchive): Promise<string> {
  let text = '';
  for await (const bytes of zip.read('mimetype')) {
    text += Buffer.from(bytes).toString('latin1');
    if (text.length > 100) break;
  }
  return text
    .slice(0, 100)
    .replace(/[^\x20-\x7e]/g, '')
    .trim();
}
