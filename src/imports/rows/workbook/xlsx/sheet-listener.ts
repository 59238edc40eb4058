import { InputError } from '../../../../errors/input-error.js';
import type { XmlListener } from '../read-xml.js';
import { maxSheetRows, RowBuilder, type SheetRow } from '../sheet-row.js';
import { decodeEscapes } from './decode-escapes.js';
import { formatNumber } from './format-number.js';
import type { NumberKind } from './read-styles.js';

/** What a sheet refers to. */
export interface SheetContext {
  readonly sharedString: (at: number) => string | undefined;
  readonly styles: readonly NumberKind[];
  readonly epoch: 'excel' | 'excel-1904';
}

type Attributes = Readonly<Record<string, string>>;

/** Collects the rows of a sheet (ECMA-376-1, 18.3.1). */
export class SheetListener implements XmlListener {
  readonly #row = new RowBuilder();
  #rows: SheetRow[] = [];
  #isInData = false;
  #line = 0;
  #column = -1;
  #type: string | undefined;
  #style = 0;
  #text = '';
  #isText = false;
  #hints = 0;
  #hasFormula = false;
  #hasValue = false;

  constructor(private readonly context: SheetContext) {}

  /** The rows since the last call. */
  take(): SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(tag: string, attributes: Attributes): void {
    const name = tag.slice(tag.indexOf(':') + 1);
    if (name === 'sheetData') this.#isInData = true;
    if (!this.#isInData) return;
    if (name === 'c') this.#beginCell(attributes);
    else if (name === 'v') this.#isText = this.#hasValue = true;
    else if (name === 'row') this.#beginRow(attributes);
    else if (name === 'f') this.#hasFormula = true;
    else if (name === 't' && this.#hints === 0) this.#isText = this.#hasValue = true;
    else if (name === 'rPh') this.#hints += 1;
  }

  text(text: string): void {
    if (this.#isText && this.#text.length <= this.#row.left) this.#text += text;
  }

  close(tag: string): void {
    if (!this.#isInData) return;
    const name = tag.slice(tag.indexOf(':') + 1);
    if (name === 'v' || name === 't') this.#isText = false;
    else if (name === 'c') this.#endCell();
    else if (name === 'row') this.#endRow();
    else if (name === 'rPh') this.#hints -= 1;
    else if (name === 'sheetData') this.#isInData = false;
  }

  #beginRow({ r }: Attributes): void {
    const line = Number(r);
    // Rows without a number, or with one that was before, follow the last one.
    this.#line = Number.isInteger(line) && line > this.#line ? line : this.#line + 1;
    this.#column = -1;
    if (this.#line <= maxSheetRows) return;
    throw new InputError(`The sheet has more than ${maxSheetRows} rows, the maximum.`);
  }

  #endRow(): void {
    const row = this.#row.finish(this.#line);
    if (row !== undefined) this.#rows.push(row);
  }

  #beginCell({ r, t, s }: Attributes): void {
    const column = r === undefined ? -1 : columnOf(r);
    this.#column = column === -1 ? this.#column + 1 : column;
    this.#type = t;
    this.#style = s === undefined ? 0 : Number(s);
    this.#text = '';
    this.#hasFormula = false;
    this.#hasValue = false;
  }

  #endCell(): void {
    // The result of a formula that was never evaluated is missing, or empty without being a text.
    const hasResult = this.#hasValue && (this.#text !== '' || this.#type === 'str');
    if (hasResult) this.#row.add(this.#column, this.#readValue(), this.#findFault());
    else if (this.#hasFormula) this.#row.add(this.#column, '', 'has a formula without its result');
  }

  #findFault(): string | undefined {
    return this.#type === 'e' ? `is the error ${this.#text.trim()}` : undefined;
  }

  #readValue(): string {
    const text = this.#text;
    const { sharedString, styles, epoch } = this.context;
    switch (this.#type) {
      case 's': {
        const shared = sharedString(Number(text));
        if (shared !== undefined) return shared;
        throw new InputError(
          `The workbook is damaged: row ${this.#line} refers to the shared text ${text.slice(0, 20)}, which it does not have.`,
        );
      }
      case undefined:
      case 'n':
        return formatNumber(text, styles[this.#style] ?? 'number', epoch);
      case 'b':
        return text.trim() === '1' ? 'TRUE' : 'FALSE';
      case 'str':
      case 'inlineStr':
        return decodeEscapes(text);
      default:
        return text.trim();
    }
  }
}

// That of XFD, the last column of spreadsheet programs.
const maxLetters = 3;

/** The column of a reference like `C3`, from 0; -1 if there is none. */
function columnOf(reference: string): number {
  let column = 0;
  let at = 0;
  for (; at < maxLetters; at += 1) {
    const letter = reference.charCodeAt(at) & 0xdf;
    if (!(letter >= 65 && letter <= 90)) break;
    column = column * 26 + letter - 64;
  }
  return column - 1;
}
