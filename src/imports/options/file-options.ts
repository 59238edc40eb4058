import { dateOrders } from '../../dates/date-order.js';
import { fileFormats } from '../../formats/file-format.js';
import { parseColumnMap } from '../rows/column-map.js';
import { findPreset } from '../rows/presets/find-preset.js';
import {
  readCenturyOption,
  readCount,
  readDateFormat,
  readDelimiter,
  readEncoding,
  readEscape,
  readQuote,
  readShortText,
  readTimeZone,
} from './option-values.js';
import { readZones } from './read-zones.js';

/** What an option says something about: the items, which `bulkImport` has as well, or a file and its rows. */
type OptionSubject = 'items' | 'rows' | 'file';

interface OptionBase {
  readonly about: OptionSubject;
  /** A sentence without its full stop. */
  readonly description: string;
}

/** An option that is given or not. */
export interface FlagOption extends OptionBase {
  readonly kind: 'flag';
}

/** An option with a value of a few. */
export interface ChoiceOption<Choice extends string> extends OptionBase {
  readonly kind: 'choice';
  readonly placeholder: string;
  readonly choices: readonly Choice[];
}

/** An option with any other value. */
export interface TextOption<Value> extends OptionBase {
  readonly kind: 'text';
  readonly placeholder: string;
  /** Which values there are, for the reference. */
  readonly values: string;
  /** Throws an `InputError` for a text that is not allowed. */
  readonly parse: (text: string) => Value;
}

const flag = (about: OptionSubject, description: string): FlagOption => ({
  kind: 'flag',
  about,
  description,
});

const choice = <Choice extends string>(
  about: OptionSubject,
  placeholder: string,
  choices: readonly Choice[],
  description: string,
): ChoiceOption<Choice> => ({ kind: 'choice', about, placeholder, choices, description });

const text = <Value>(
  about: OptionSubject,
  placeholder: string,
  values: string,
  parse: (given: string) => Value,
  description: string,
): TextOption<Value> => ({ kind: 'text', about, placeholder, values, parse, description });

const maxSkippedLines = 10_000;

/**
 * How a file is read, and the items in it. From this list come the options of the command line, the query
 * parameters of `POST /v1/bulk`, the fields of `bulkImport` and the page docs/reference/file-options.md.
 */
export const fileOptions = {
  format: choice('file', 'format', fileFormats, 'the format of the file (default: recognised)'),
  preset: text(
    'file',
    'name',
    'the names of [presets](#presets)',
    findPreset,
    'the program whose file it is, like pocket (default: recognised; --presets lists them)',
  ),
  encoding: text(
    'file',
    'name',
    'UTF-8, UTF-16, UTF-32, windows-1252 and every other name of the WHATWG Encoding Standard',
    readEncoding,
    'the encoding of the text (default: that of its byte order mark, its content type or its declaration in markup, else UTF-8)',
  ),
  skipLines: text(
    'file',
    'n',
    `0 to ${maxSkippedLines}`,
    (given) => readCount('number of lines to skip', given, 0, maxSkippedLines),
    'how many lines to skip at the beginning',
  ),
  comment: text(
    'file',
    'start',
    '1 to 100 characters',
    (given) => readShortText('start of comments', given),
    'how lines begin that are skipped, like #',
  ),
  items: text(
    'file',
    'path',
    'the names of members, separated by points',
    (given) => readShortText('path of the items', given),
    'where the list of items is in JSON, like data.results (default: items)',
  ),
  sheet: text(
    'file',
    'name',
    'the name of a sheet, or its number from 1',
    (given) => readShortText('name of the sheet', given),
    'the sheet of a workbook (.xlsx, .ods), by its name or its number (default: the first that is not hidden)',
  ),
  delimiter: text(
    'rows',
    'character',
    'an ASCII character, or `tab`',
    readDelimiter,
    'the character between cells of CSV (default: recognised)',
  ),
  quote: text(
    'rows',
    'character',
    'an ASCII character, or `none`',
    readQuote,
    'the character around cells of CSV (default: ")',
  ),
  escape: text(
    'rows',
    'character',
    'an ASCII character',
    readEscape,
    'the character before one that stands for itself in CSV, like \\ (default: a quote is doubled)',
  ),
  null: text(
    'rows',
    'text',
    '1 to 100 characters',
    (given) => readShortText('text for null', given),
    'the cell of CSV that means null (default: \\N in TSV)',
  ),
  noHeader: flag('rows', 'the first row of CSV names no columns; they are then named 1, 2, 3 …'),
  safeCsv: flag('rows', "remove the ' that export --safe-csv puts before formulas"),
  map: text(
    'rows',
    'fields',
    'fields and the columns or members that hold them; members of members by paths with points, several to choose from with |',
    parseColumnMap,
    'the columns to use, like uri=link,date=published or uri=content.url,title=title|uri',
  ),
  dateFormat: text(
    'items',
    'format',
    '`unix`, `unix-ms`, `unix-us`, `unix-ns`, `webkit`, `filetime`, `cocoa`, `excel`, `excel-1904`, or a pattern of Unicode TR35',
    readDateFormat,
    'the form of all dates: unix, unix-ms, unix-us, webkit, excel, excel-1904 or a pattern like yyyy-MM-dd HH:mm',
  ),
  dateOrder: choice('items', 'order', dateOrders, 'how to read 01/02/2003 (default: reject it)'),
  century: text(
    'items',
    'year',
    'a year that ends in 00',
    readCenturyOption,
    'the century of years with two digits, like 2000 (default: reject them)',
  ),
  timeZone: text(
    'items',
    'zone',
    'a name of the IANA database, like `Europe/Paris`',
    readTimeZone,
    'the time zone of times without an offset (default: UTC)',
  ),
  zones: text(
    'items',
    'offsets',
    'names of zones and their UTC offsets',
    readZones,
    'the offsets of ambiguous time zone names, like CST=-06:00,IST=+05:30 (default: reject them)',
  ),
  shortenTitles: flag(
    'items',
    'shorten titles of more than 255 characters instead of rejecting them',
  ),
  html: flag('items', 'decode entities of HTML in titles and URIs, like &amp;'),
} as const;

/** The name of an option of a file, as a parameter. */
export type FileOptionName = keyof typeof fileOptions;

type ValueOf<Option> =
  Option extends TextOption<infer Value>
    ? Value
    : Option extends ChoiceOption<infer Choice>
      ? Choice
      : boolean;

/** The values of the options that are given. */
export type FileOptions = {
  readonly [Name in FileOptionName]?: ValueOf<(typeof fileOptions)[Name]> | undefined;
};

/** The names of all options. */
export const fileOptionNames = Object.keys(fileOptions) as readonly FileOptionName[];

/** The names of the options that speak of items. */
export const itemOptionNames = fileOptionNames.filter(
  (name) => fileOptions[name].about === 'items',
);
