import { InputError } from '../../errors/input-error.js';
import { quoteCell } from '../../formats/csv/csv-line.js';
import { quote } from '../../text/quote.js';
import { type Field, fields } from '../normalise/item-fields.js';

/** The columns, or members of JSON objects, that hold the fields; by default, those with the fields' names. */
export type ColumnMap = { readonly [F in Field]?: string };

/**
 * Parses a map such as `uri=link,date=published`: fields, and the columns or members that hold them. A
 * name that contains commas is quoted, as in `uri="Link, long"`, and a quote in it is doubled. Throws an
 * `InputError` for any other text.
 */
export function parseColumnMap(text: string): ColumnMap {
  const map: { [F in Field]?: string } = {};
  for (const part of splitParts(text)) {
    if (part.column.trim() === '') {
      throw new InputError(
        `The map ${quote(text)} has the part ${quote(part.text)}; every part must be a field and the column that holds it, like uri=link,date=published.`,
      );
    }
    if (part.isOpen) {
      throw new InputError(
        `The map ${quote(text)} has the part ${quote(part.text)}, whose column begins with a quote and does not end with one; double a quote inside it, like uri="5"" disk, long".`,
      );
    }
    const name = part.field.toLowerCase();
    if (!isField(name)) {
      throw new InputError(
        `The map ${quote(text)} names the field ${quote(part.field)}; expected one of ${fields.join(', ')}.`,
      );
    }
    if (map[name] !== undefined) {
      throw new InputError(`The map ${quote(text)} names two columns for the field "${name}".`);
    }
    map[name] = part.column;
  }
  return map;
}

interface MapPart {
  readonly text: string;
  readonly field: string;
  readonly column: string;
  /** Whether an opening quote is not closed at the end. */
  readonly isOpen: boolean;
}

// Each starts at the beginning or after a comma, and ends before a comma or at the end.
const parts = /(?<=^|,)(?:([^=,]*)=\s*"((?:[^"]|"")*)"\s*|([^=,]*)=([^,]*)|[^,]*)(?:,|$)/gsu;

function splitParts(text: string): MapPart[] {
  return [...text.matchAll(parts)].map(([part, quotedField, quoted, bareField, bare = '']) => ({
    text: part.replace(/,$/, ''),
    field: (quotedField ?? bareField ?? '').trim(),
    column: quoted?.replaceAll('""', '"') ?? bare.trim(),
    isOpen: quoted === undefined && bare.trim().startsWith('"'),
  }));
}

const isField = (name: string): name is Field => (fields as readonly string[]).includes(name);

/** Formats a map as {@link parseColumnMap} reads it. */
export function formatColumnMap(map: ColumnMap): string {
  return fields
    .flatMap((field) => {
      const column = map[field];
      return column === undefined
        ? []
        : `${field}=${/^\s|\s$|[",]/.test(column) ? quoteCell(column) : column}`;
    })
    .join();
}
