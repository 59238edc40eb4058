import { decodeHTML } from 'entities';

type Attributes = Readonly<Record<string, string>>;

interface OpenElement {
  readonly path: string;
  readonly textStart: number;
  readonly isHtml: boolean;
}

// As for CSV and JSON, a row with more is refused.
const maxMembers = 1000;
/** The most characters of an element that are kept; see {@link ElementMembers.isTooLong}. */
const maxLength = 16 * 1024 * 1024;

/**
 * The members of an element that is an item: its attributes, the text of the elements in it under their
 * names (`title`, and `news:news.news:title` for one inside another), the attributes of these
 * (`enclosure@url`), and its own text as `text`. The first of several is taken. `link` is also the address
 * in `<link href="…">`, unless it is a link to something else than the page of the item.
 */
export class ElementMembers {
  readonly #members: Record<string, string> = {};
  readonly #open: OpenElement[] = [];
  #text = '';
  #length = 0;
  #count = 0;

  /**
   * @param line the line on which the element begins
   * @param hasText whether its own text is a member, with that of the elements in it, as in HTML
   */
  constructor(
    attributes: Attributes,
    readonly line: number,
    private readonly hasText: boolean,
  ) {
    for (const [name, value] of Object.entries(attributes)) this.#set(name, value);
  }

  /** Whether it has more text than a row may have, and was cut. */
  get isTooLong(): boolean {
    return this.#length > maxLength;
  }

  open(name: string, attributes: Attributes): void {
    const parent = this.#open.at(-1);
    if (parent === undefined && !this.hasText) this.#text = '';
    const path = parent === undefined ? name : `${parent.path}.${name}`;
    // RFC 4287, 4.2.7.2: without "rel", a link is to the page of the entry.
    if (path === 'link' && ['alternate', undefined].includes(attributes.rel) && attributes.href) {
      this.#set('link', attributes.href);
    }
    for (const [each, value] of Object.entries(attributes)) this.#set(`${path}@${each}`, value);
    this.#open.push({
      path,
      textStart: this.#text.length,
      isHtml: attributes.type === 'html',
    });
  }

  add(text: string): void {
    this.#length += text.length;
    if (!this.isTooLong) this.#text += text;
  }

  /** @returns whether an element inside the item was open */
  close(): boolean {
    const element = this.#open.pop();
    if (element === undefined) return false;
    const text = this.#text.slice(element.textStart).trim();
    if (text !== '') this.#set(element.path, element.isHtml ? stripTags(text) : text);
    return true;
  }

  /** All members, once the element is closed. */
  finish(): Readonly<Record<string, string>> {
    while (this.close());
    if (this.hasText) this.#set('text', this.#text.trim());
    return this.#members;
  }

  #set(name: string, value: string): void {
    if (Object.hasOwn(this.#members, name) || this.#count === maxMembers) return;
    this.#count += 1;
    this.#length += value.length;
    this.#members[name] = value;
  }
}

/** The text of a title that is HTML (RFC 4287, 3.1.1.2). */
const stripTags = (html: string) => decodeHTML(html.replace(/<\/?[a-z][^<>]*>/gi, '')).trim();
