import { InputError } from './input-error.js';

/** The fields of an item. */
export const fields = ['title', 'uri', 'date'] as const;

/** The name of a field of an item. */
export type Field = (typeof fields)[number];

/** The columns, or members of JSON objects, that hold the fields. One that is not given has the field's name. */
export type ColumnMap = { readonly [F in Field]?: string };

/**
 * Reads a text like `uri=link,date=published`: fields, and the columns or members that hold them.
 * Throws an `InputError` for any other text.
 */
export function columnMap(text: string): ColumnMap {
  const map: { [F in Field]?: string } = {};
  for (const part of text.split(',')) {
    const [, field = '', column = ''] = /^([^=]*)=(.*)$/su.exec(part) ?? [];
    const name = field.trim().toLowerCase();
    if (column.trim() === '') {
      throw new InputError(
        `The map "${text}" has the part "${part}"; every part must be a field and the column that holds it, like uri=link,date=published.`,
      );
    }
    if (!isField(name)) {
      throw new InputError(
        `The map "${text}" names the field "${field.trim()}"; there are ${fields.join(', ')}.`,
      );
    }
    if (map[name] !== undefined) {
      throw new InputError(`The map "${text}" names two columns for the field "${name}".`);
    }
    map[name] = column.trim();
  }
  return map;
}

const isField = (name: string): name is Field => (fields as readonly string[]).includes(name);
