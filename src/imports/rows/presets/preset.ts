import type { DateFormat } from '../../../dates/given/date-format.js';
import type { FileFormat } from '../../../formats/file-format.js';
import type { ColumnMap } from '../column-map.js';

/** What the files of a program look like, and where the fields of an item are in them. */
export interface Preset {
  /** The value of the option `preset`. */
  readonly name: string;
  /** What such a file is, with its article. */
  readonly label: string;
  /** `json` stands for NDJSON, too. */
  readonly format: Exclude<FileFormat, 'ndjson' | 'tsv'>;
  readonly map: ColumnMap;
  /** The form of dates; undefined where any form is read. */
  readonly dateFormat?: DateFormat;
  /** Where the list of items is in JSON, if it is not the whole. */
  readonly items?: string;
  /** The root element of XML, and the element that is an item in markup. */
  readonly root?: string;
  readonly item?: string;
  /** Whether the first row of CSV names no columns. */
  readonly noHeader?: boolean;
  /** Between cells of CSV, if it is always the same. */
  readonly delimiter?: string;
  /** The name of the lists of a tree in JSON, whose leaves are the items. */
  readonly children?: string;
  /** Whether a key and a time precede the JSON object on each line. */
  readonly isCdxj?: true;
  /** How such a file begins, by which it is recognised, without blanks and a mark. */
  readonly start?: RegExp;
  /** The columns, paths of members or attributes by which it is recognised; none if it never is. */
  readonly marks: readonly string[];
  /** Whether what has no uri is a folder or the like, and passed over. */
  readonly hasFolders?: true;
  /** How uris begin that are searches of the program's own, which are passed over. */
  readonly ownUris?: string;
  /** What stands for an unknown date. */
  readonly noDate?: string;
  /** What follows the day in dates, and is not read. */
  readonly afterDay?: string;
  /** What separates several uris, of which the first one is read. */
  readonly uriSeparator?: string;
  /** The element in the title that is the title; without it, the uri is. */
  readonly titleElement?: string;
  /** Why a file without dates is refused, as a full sentence. */
  readonly refusal?: string;
  /** Where its shape is from: a file of the program, or its documentation. */
  readonly source: 'file' | 'documentation';
}

/** A preset as it is written in the list below. */
export interface WrittenPreset extends Omit<Preset, 'map' | 'dateFormat' | 'marks' | 'source'> {
  /** As the option `map`. */
  readonly map: string;
  /** As the option `dateFormat`. */
  readonly dateFormat?: string;
  /** What an item of such a file has, separated by commas. */
  readonly marks?: string;
  /** Whether it was read from a file of the program; otherwise, it follows the documentation. */
  readonly isSampled?: true;
}
