import { InputError } from '../../../../errors/input-error.js';
import { readXml } from '../read-xml.js';
import { maxRowLength } from '../sheet-row.js';
import { TextStore } from '../text-store.js';
import type { ZipArchive } from '../zip-archive.js';
import { decodeEscapes } from './decode-escapes.js';

/** Reads the strings that cells share, in a temporary file. */
export async function readSharedStrings(zip: ZipArchive, name: string): Promise<TextStore> {
  const store = await TextStore.create();
  const texts = new StringListener();
  try {
    for await (const _ of readXml(zip.read(name), name, texts)) {
      for (const text of texts.take()) store.add(text);
    }
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The texts of the elements `si`, without their phonetic hints. */
class StringListener {
  #found: string[] = [];
  #text = '';
  #isText = false;
  #hints = 0;

  open(tag: string): void {
    const local = tag.slice(tag.indexOf(':') + 1);
    if (local === 'si') this.#text = '';
    else if (local === 'rPh') this.#hints += 1;
    else if (local === 't') this.#isText = this.#hints === 0;
  }

  text(text: string): void {
    if (!this.#isText) return;
    this.#text += text;
    if (this.#text.length <= maxRowLength) return;
    throw new InputError(
      `A text of the workbook has more than ${maxRowLength} characters, the maximum.`,
    );
  }

  close(tag: string): void {
    const local = tag.slice(tag.indexOf(':') + 1);
    if (local === 't') this.#isText = false;
    else if (local === 'rPh') this.#hints -= 1;
    else if (local === 'si') this.#found.push(decodeEscapes(this.#text));
  }

  take(): string[] {
    return this.#found.splice(0);
  }
}
