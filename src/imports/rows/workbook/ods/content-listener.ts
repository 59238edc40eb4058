import { InputError } from '../../../../errors/input-error.js';
import type { XmlListener } from '../read-xml.js';
import { maxCells, maxSheetRows, RowBuilder, type SheetRow } from '../sheet-row.js';
import type { SheetName } from '../workbook.js';

type Attributes = Readonly<Record<string, string>>;

const maxSheets = 10_000;
const maxSpaces = 1000;

/** Collects the rows of a sheet in the content of a spreadsheet (OpenDocument 1.3, part 3, 9.1). */
export class ContentListener implements XmlListener {
  readonly sheets: SheetName[] = [];
  readonly #hidden = new Set<string>();
  readonly #row = new RowBuilder();
  readonly #open: string[] = [];
  #rows: SheetRow[] = [];
  #style = '';
  /** Whether the rows of what is open are collected. */
  #isWanted = false;
  #line = 0;
  #repeatedRow = 1;
  #column = 0;
  #cell: Attributes | undefined;
  #text = '';
  #paragraphs = 0;
  #isInParagraph = false;
  /** How many notes and sub-tables are open, whose texts are not those of the cell. */
  #asides = 0;

  /** @param wanted the place of the sheet whose rows are collected; -1 for none */
  constructor(private readonly wanted: number) {}

  /** The rows since the last call. */
  take(): SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(tag: string, attributes: Attributes): void {
    const parent = this.#open.at(-1);
    this.#open.push(tag);
    if (tag === 'style:style') this.#style = attributes['style:name'] ?? '';
    else if (tag === 'style:table-properties' && attributes['table:display'] === 'false') {
      this.#hidden.add(this.#style);
    } else if (tag === 'table:table' && parent === 'office:spreadsheet') {
      this.#beginSheet(attributes);
    } else if (this.#isWanted) this.#openInSheet(tag, attributes);
  }

  text(text: string): void {
    if (!this.#isInParagraph || this.#asides > 0) return;
    if (this.#text.length <= this.#row.left) this.#text += text;
  }

  close(tag: string): void {
    this.#open.pop();
    if (!this.#isWanted) return;
    if (tag === 'office:annotation' || tag === 'table:table') {
      if (this.#asides > 0) this.#asides -= 1;
      else this.#isWanted = false;
    } else if (this.#asides > 0) return;
    else if (tag === 'text:p') this.#isInParagraph = false;
    else if (isCell(tag)) this.#endCell();
    else if (tag === 'table:table-row') this.#endRow();
  }

  #beginSheet(attributes: Attributes): void {
    if (this.sheets.length >= maxSheets) return;
    const isHidden = this.#hidden.has(attributes['table:style-name'] ?? '');
    this.sheets.push({ name: attributes['table:name'] ?? '', isHidden });
    this.#isWanted = this.sheets.length - 1 === this.wanted;
  }

  #openInSheet(tag: string, attributes: Attributes): void {
    if (tag === 'office:annotation' || tag === 'table:table') this.#asides += 1;
    if (this.#asides > 0) return;
    if (tag === 'table:table-row') {
      this.#repeatedRow = readCount(attributes['table:number-rows-repeated']);
      this.#column = 0;
    } else if (isCell(tag)) {
      this.#cell = attributes;
      this.#text = '';
      this.#paragraphs = 0;
    } else if (this.#cell !== undefined) this.#openInCell(tag, attributes);
  }

  #openInCell(tag: string, attributes: Attributes): void {
    if (tag === 'text:p') {
      this.#isInParagraph = true;
      if (this.#paragraphs > 0) this.#text += '\n';
      this.#paragraphs += 1;
    } else if (tag === 'text:s') {
      this.#text += ' '.repeat(Math.min(readCount(attributes['text:c']), maxSpaces));
    } else if (tag === 'text:tab') this.#text += '\t';
    else if (tag === 'text:line-break') this.#text += '\n';
  }

  #endCell(): void {
    const cell = this.#cell ?? {};
    this.#cell = undefined;
    const count = readCount(cell['table:number-columns-repeated']);
    const text = readValue(cell, this.#text);
    const fault = findFault(cell, text);
    if (text !== '' || fault !== undefined) {
      const end = this.#column + count;
      for (let at = this.#column; at < Math.min(end, maxCells); at += 1) {
        this.#row.add(at, text, fault);
      }
      // Others are not read, but counted.
      if (end > maxCells) this.#row.add(end - 1, text, fault);
    }
    this.#column += count;
  }

  #endRow(): void {
    const first = this.#line + 1;
    this.#line += this.#repeatedRow;
    const row = this.#row.finish(first);
    if (row === undefined) return;
    if (this.#line > maxSheetRows) {
      throw new InputError(`The sheet has more than ${maxSheetRows} rows, the maximum.`);
    }
    this.#rows.push({ ...row, repeated: this.#repeatedRow });
  }
}

const isCell = (tag: string) => tag === 'table:table-cell' || tag === 'table:covered-table-cell';

/** How often something is repeated: once, if it is not said. */
function readCount(text: string | undefined): number {
  const count = Number(text ?? 1);
  return Number.isSafeInteger(count) && count > 0 ? count : 1;
}

/** The value of a cell as text (OpenDocument 1.3, part 3, 19.387). */
function readValue(cell: Attributes, shown: string): string {
  switch (cell['office:value-type']) {
    case 'date':
      return cell['office:date-value'] ?? shown;
    case 'float':
    case 'currency':
    case 'percentage':
      return cell['office:value'] ?? shown;
    case 'boolean':
      return cell['office:boolean-value'] === 'true' ? 'TRUE' : 'FALSE';
    case 'string':
      return cell['office:string-value'] ?? shown;
    default:
      // Of a time, what is shown.
      return shown;
  }
}

function findFault(cell: Attributes, text: string): string | undefined {
  if (cell['calcext:value-type'] === 'error') return `is the error ${text}`;
  const isFormula = cell['table:formula'] !== undefined;
  return isFormula && text === '' && cell['office:value-type'] === undefined
    ? 'has a formula without its result'
    : undefined;
}
