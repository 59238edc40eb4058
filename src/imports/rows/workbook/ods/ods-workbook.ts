import { readXml } from '../read-xml.js';
import type { SheetRow } from '../sheet-row.js';
import type { SheetName, Workbook } from '../workbook.js';
import { tell } from '../xlsx/xlsx-workbook.js';
import { encrypted, type ZipArchive } from '../zip-archive.js';
import { ContentListener } from './content-listener.js';

const content = 'content.xml';
const manifest = 'META-INF/manifest.xml';

/** A spreadsheet in OpenDocument (OASIS OpenDocument 1.3). */
export class OdsWorkbook implements Workbook {
  readonly format = 'ods';
  readonly label = 'an OpenDocument spreadsheet (.ods)';

  private constructor(private readonly zip: ZipArchive) {}

  /** Throws an `InputError` for one with a password. */
  static async open(zip: ZipArchive): Promise<OdsWorkbook> {
    let isEncrypted = zip.has('encrypted-package');
    const listener = {
      open(tag: string) {
        isEncrypted ||= tag.endsWith('encryption-data');
      },
    };
    if (zip.has(manifest)) for await (const _ of readXml(zip.read(manifest), manifest, listener));
    if (isEncrypted) throw encrypted();
    return new OdsWorkbook(zip);
  }

  get length(): number {
    return this.zip.length;
  }

  async listSheets(toVisible: boolean): Promise<readonly SheetName[]> {
    const listener = new ContentListener(-1);
    for await (const _ of readXml(this.zip.read(content), content, listener)) {
      if (toVisible && listener.sheets.some(({ isHidden }) => !isHidden)) break;
    }
    return listener.sheets;
  }

  async *readSheet(at: number): AsyncGenerator<readonly SheetRow[]> {
    const listener = new ContentListener(at);
    yield* tell(readXml(this.zip.read(content), content, listener), listener);
  }

  close(): Promise<void> {
    return this.zip.close();
  }
}
