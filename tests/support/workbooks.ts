import { crc32, deflateRawSync } from 'node:zlib';

/** What is wrong with an archive, for tests of damaged ones. */
export interface ArchiveFaults {
  /** The flags of each entry: 1 for one that is encrypted. */
  readonly flags?: number;
  /** What is added to the sizes that the directory names. */
  readonly lie?: number;
  readonly checksum?: number;
  /** By default, deflate. */
  readonly method?: number;
}

/** A zip archive (APPNOTE 6.3) of parts that are compressed one by one. */
export function zip(
  parts: Readonly<Record<string, string | Buffer>>,
  { flags = 0, lie = 0, checksum, method = 8 }: ArchiveFaults = {},
): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content);
    const data = method === 8 ? deflateRawSync(bytes) : bytes;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(checksum ?? crc32(bytes), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(bytes.length + lie, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    const end = Buffer.alloc(14);
    end.writeUInt32LE(at, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, end, Buffer.from(name)]),
    );
    files.push(local);
    at += local.length;
  }
  const all = Buffer.concat(directory);
  const tail = Buffer.alloc(22);
  tail.write('PK\x05\x06');
  tail.writeUInt16LE(directory.length, 8);
  tail.writeUInt16LE(directory.length, 10);
  tail.writeUInt32LE(all.length, 12);
  tail.writeUInt32LE(at, 16);
  return Buffer.concat([...files, all, tail]);
}

/** A cell: a text, a number, or the element that it is. */
export type Cell = string | number | { readonly xml: string };

const escapeText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const inlineCell = (cell: Cell): string => {
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  if (typeof cell === 'object') return cell.xml;
  return cell === '' ? '<c/>' : `<c t="inlineStr"><is><t>${escapeText(cell)}</t></is></c>`;
};

/** The XML of the rows of a sheet of an `.xlsx`. */
export const sheetRows = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `<row>${row.map(inlineCell).join('')}</row>`).join('');

/** A sheet of an `.xlsx`. */
export interface Sheet {
  readonly name: string;
  /** The elements of its rows. */
  readonly rows: string;
  readonly state?: 'hidden';
}

/** What an `.xlsx` has besides its sheets. */
export interface BookParts {
  /** Its number formats, the styles 1, 2, 3 … of its cells: ids of built-in ones, or codes. */
  readonly formats?: readonly (number | string)[];
  /** The elements of its shared strings. */
  readonly strings?: string;
  readonly is1904?: boolean;
  /** Added to the parts, or instead of them. */
  readonly parts?: Readonly<Record<string, string>>;
}

const officeTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relationships = (all: readonly (readonly [id: string, type: string, target: string])[]) =>
  `<Relationships>${all
    .map(
      ([id, type, to]) => `<Relationship Id="${id}" Type="${officeTypes}/${type}" Target="${to}"/>`,
    )
    .join('')}</Relationships>`;

/** The parts of an `.xlsx`, in the order in which Excel writes them: the strings after the sheets. */
export function xlsxParts(
  sheets: readonly Sheet[],
  { formats = [], strings, is1904 = false, parts = {} }: BookParts = {},
): Record<string, string> {
  const custom = formats.map((format, at) => [164 + at, format] as const);
  const xfs = custom.map(([id, format]) => (typeof format === 'number' ? format : id));
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relationships([['r1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<?xml version="1.0" encoding="UTF-8"?><workbook><workbookPr date1904="${is1904 ? 1 : 0}"/><sheets>${sheets
      .map(
        ({ name, state }, at) =>
          `<sheet name="${escapeText(name)}" sheetId="${at + 1}" r:id="s${at}"${state ? ` state="${state}"` : ''}/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ...sheets.map((_, at) => [`s${at}`, 'worksheet', `worksheets/sheet${at}.xml`] as const),
      ['st', 'styles', 'styles.xml'],
      ...(strings === undefined ? [] : [['ss', 'sharedStrings', '/xl/sharedStrings.xml'] as const]),
    ]),
    ...Object.fromEntries(
      sheets.map(({ rows }, at) => [
        `xl/worksheets/sheet${at}.xml`,
        `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData></worksheet>`,
      ]),
    ),
    'xl/styles.xml': `<styleSheet><numFmts>${custom
      .filter(([, format]) => typeof format === 'string')
      .map(
        ([id, code]) =>
          `<numFmt numFmtId="${id}" formatCode="${escapeText(`${code}`).replaceAll('"', '&quot;')}"/>`,
      )
      .join(
        '',
      )}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${xfs
      .map((id) => `<xf numFmtId="${id}"/>`)
      .join('')}</cellXfs></styleSheet>`,
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `<sst>${strings}</sst>` }),
    ...parts,
  };
}

/** An `.xlsx` with these sheets. */
export const xlsx = (sheets: readonly Sheet[], parts: BookParts = {}): Buffer =>
  zip(xlsxParts(sheets, parts));

/** An `.ods` with this content between the tags of its spreadsheet, and these styles before. */
export const ods = (content: string, styles = '', parts: Record<string, string> = {}): Buffer =>
  zip({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<?xml version="1.0" encoding="UTF-8"?><office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${content}</office:spreadsheet></office:body></office:document-content>`,
    ...parts,
  });
