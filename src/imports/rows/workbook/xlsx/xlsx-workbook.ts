import { InputError } from '../../../../errors/input-error.js';
import { asCsv } from '../../input/file-signatures.js';
import { readXml } from '../read-xml.js';
import type { SheetRow } from '../sheet-row.js';
import type { TextStore } from '../text-store.js';
import type { CellOptions, SheetName, Workbook } from '../workbook.js';
import type { ZipArchive } from '../zip-archive.js';
import { type Relationship, readRelationships } from './read-relationships.js';
import { readSharedStrings } from './read-shared-strings.js';
import { readStyles } from './read-styles.js';
import { SheetListener } from './sheet-listener.js';

interface FoundSheet extends SheetName {
  readonly part: string;
}

interface Contents {
  readonly sheets: readonly FoundSheet[];
  readonly is1904: boolean;
}

// Memory limits their number in spreadsheet programs.
const maxSheets = 10_000;

/** A workbook in Office Open XML (ECMA-376). */
export class XlsxWorkbook implements Workbook {
  readonly format = 'xlsx';
  readonly label = 'an Excel workbook (.xlsx)';
  #strings: TextStore | undefined;

  private constructor(
    private readonly zip: ZipArchive,
    private readonly relationships: readonly Relationship[],
    private readonly contents: Contents,
  ) {}

  /** Throws an `InputError` for another document of Office. */
  static async open(zip: ZipArchive): Promise<XlsxWorkbook> {
    const office = (await readRelationships(zip, '')).find(({ type }) => type === 'officeDocument');
    const part = office?.target ?? 'xl/workbook.xml';
    if (/\.bin$/i.test(part)) {
      throw new InputError(
        `The input is a binary Excel workbook (.xlsb); save it as .xlsx, or ${asCsv}.`,
      );
    }
    if (!zip.has(part) || !/workbook\d*\.xml$/i.test(part)) {
      throw new InputError(
        `The input is a document of Office other than a workbook, as it has "${part}"; expected a workbook (.xlsx or .ods), CSV, NDJSON or JSON.`,
      );
    }
    const relationships = await readRelationships(zip, part);
    return new XlsxWorkbook(zip, relationships, await readContents(zip, part, relationships));
  }

  get length(): number {
    return this.zip.length;
  }

  async listSheets(): Promise<readonly SheetName[]> {
    return this.contents.sheets;
  }

  async *readSheet(at: number, options: CellOptions): AsyncGenerator<readonly SheetRow[]> {
    const { sheets, is1904 } = this.contents;
    const part = sheets[at]?.part ?? '';
    const [stylesPart, stringsPart] = [this.#partOf('styles'), this.#partOf('sharedStrings')];
    const styles =
      stylesPart === undefined || options.hasSerialDates
        ? []
        : await readStyles(this.zip, stylesPart);
    if (stringsPart !== undefined) this.#strings ??= await readSharedStrings(this.zip, stringsPart);
    const listener = new SheetListener({
      sharedString: (number) => this.#strings?.get(number),
      styles,
      epoch: is1904 ? 'excel-1904' : 'excel',
    });
    yield* tell(readXml(this.zip.read(part), part, listener), listener);
  }

  async close(): Promise<void> {
    await this.#strings?.close();
    await this.zip.close();
  }

  #partOf(type: string): string | undefined {
    const found = this.relationships.find((each) => each.type === type)?.target;
    return found !== undefined && this.zip.has(found) ? found : undefined;
  }
}

/** Passes on the rows that a listener has collected, also those before a fault. */
export async function* tell(
  chunks: AsyncIterable<void>,
  listener: { take(): readonly SheetRow[] },
): AsyncGenerator<readonly SheetRow[]> {
  try {
    for await (const _ of chunks) {
      const rows = listener.take();
      if (rows.length > 0) yield rows;
    }
  } catch (error) {
    const rows = listener.take();
    if (rows.length > 0) yield rows;
    throw error;
  }
}

async function readContents(
  zip: ZipArchive,
  part: string,
  relationships: readonly Relationship[],
): Promise<Contents> {
  const sheets: FoundSheet[] = [];
  let is1904 = false;
  const byId = new Map(relationships.map((each) => [each.id, each]));
  const listener = {
    open(tag: string, attributes: Readonly<Record<string, string>>) {
      const local = tag.slice(tag.indexOf(':') + 1);
      if (local === 'workbookPr') is1904 = /^(?:1|true)$/i.test(attributes.date1904 ?? '');
      if (local !== 'sheet' || sheets.length >= maxSheets) return;
      const key = Object.keys(attributes).find((name) => name.endsWith(':id')) ?? '';
      const found = byId.get(attributes[key] ?? '');
      // A sheet may be a chart, or a dialogue of old.
      if (found?.type !== 'worksheet') return;
      const { name = '', state = 'visible' } = attributes;
      sheets.push({ name, isHidden: state !== 'visible', part: found.target });
    },
  };
  for await (const _ of readXml(zip.read(part), part, listener));
  return { sheets, is1904 };
}
