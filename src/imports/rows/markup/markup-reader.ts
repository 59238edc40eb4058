import { Parser } from 'htmlparser2';
import { InputError } from '../../../errors/input-error.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import type { Preset } from '../presets/preset.js';
import { ElementMembers } from './element-members.js';
import { LineCounter } from './line-counter.js';

/** Reads the item in an element. */
export type ElementReader = (element: ElementMembers) => ReceivedItem | undefined;

// The parser keeps what is open.
const maxDepth = 1000;
const maxTagLength = 16 * 1024 * 1024;

/**
 * Finds the elements that are items in HTML or XML that arrives in parts. An item may be inside another
 * one, as in OPML. References to entities other than those of HTML, or the five of XML, are left as they
 * are, declarations are passed over, and nothing is ever fetched.
 *
 * Throws an `InputError` for elements nested more than 1,000 levels deep and for a tag or a comment of more
 * than 16 MB, which would have to be kept as a whole.
 */
export class MarkupReader {
  readonly #parser: Parser;
  readonly #lines = new LineCounter();
  readonly #items: ReceivedItem[] = [];
  readonly #open: ElementMembers[] = [];
  readonly #isXml: boolean;
  #depth = 0;
  #sinceEvent = 0;

  constructor(
    { format, item }: Preset,
    private readonly readElement: ElementReader,
  ) {
    this.#isXml = format === 'xml';
    const handler = {
      onopentag: (name: string, attributes: Record<string, string>) => {
        this.#note(1);
        const element = this.#open.at(-1);
        // A title of HTML has elements, too, but no other item.
        if (name === item) this.#begin(attributes);
        else element?.open(name, attributes);
      },
      ontext: (text: string) => {
        this.#sinceEvent = 0;
        this.#open.at(-1)?.add(text);
      },
      onclosetag: (name: string) => {
        this.#note(-1);
        if (name === item) this.#end();
        else this.#open.at(-1)?.close();
      },
      oncomment: () => this.#note(0),
      onprocessinginstruction: () => this.#note(0),
    };
    this.#parser = new Parser(handler, { xmlMode: this.#isXml });
  }

  write(text: string): void {
    this.#lines.add(text);
    this.#sinceEvent += text.length;
    this.#parser.write(text);
    if (this.#sinceEvent <= maxTagLength) return;
    throw new InputError(
      `The input has a tag or a comment of more than ${maxTagLength} characters, the maximum, which begins on line ${this.#lines.lineAt(this.#parser.startIndex)}.`,
    );
  }

  /** Whether the input cannot end here: inside an item, or inside any element of XML. */
  get isOpen(): boolean {
    return this.#open.length > 0 || (this.#isXml && this.#depth > 0);
  }

  /** The items since the last call. */
  take(): ReceivedItem[] {
    return this.#items.splice(0);
  }

  #note(levels: number): void {
    this.#sinceEvent = 0;
    this.#depth += levels;
    const line = this.#lines.lineAt(this.#parser.startIndex);
    if (this.#depth <= maxDepth) return;
    throw new InputError(
      `The element on line ${line} is inside ${maxDepth} others, the maximum; is an element not closed?`,
    );
  }

  #begin(attributes: Record<string, string>): void {
    const line = this.#lines.lineAt(this.#parser.startIndex);
    this.#open.push(new ElementMembers(attributes, line, !this.#isXml));
  }

  #end(): void {
    const element = this.#open.pop();
    const read = element === undefined ? undefined : this.readElement(element);
    if (read !== undefined) this.#items.push(read);
  }
}
