import { escapeControlCharacters, quote } from '../../text/quote.js';
import type { Field } from '../normalise/item-fields.js';
import { type Advice, type AdviceStyle, AdvisedError } from './advised-error.js';
import { type ColumnMap, formatColumnMap } from './column-map.js';
import { findSimilarNames } from './similar-names.js';

/** The names of columns, or of the members of an item, where some fields have none. */
export interface FoundNames {
  readonly names: readonly string[];
  readonly map: ColumnMap;
  /** The fields without a name. */
  readonly missing: readonly Field[];
}

/** Thrown when no row can be an item because a field has no column or member. */
export class MissingColumnError extends AdvisedError {
  readonly #hint: string;

  /**
   * @param message which names were found, and which are missing
   * @param fix what to do, if a map would not help
   */
  constructor(
    message: string,
    { names, map, missing }: FoundNames,
    private readonly fix?: Advice | string,
  ) {
    const proposed = findSimilarNames(names.filter(isUnique), missing, map);
    const unknown = missing.filter((field) => proposed[field] === undefined);
    const all = formatColumnMap({ ...map, ...proposed });
    const advice =
      unknown.length > 0 ? undefined : { start: 'To use others, ', options: { map: all } };
    super(message, typeof fix === 'object' ? fix : advice);
    this.#hint = [
      ...Object.entries(proposed).map(([field, name]) => `${quote(name)} may be the ${field}`),
      `no name looks like the ${unknown.join(' or the ')}`,
    ].join(', but ');
  }

  override formatAdvice(style: AdviceStyle): string {
    if (typeof this.fix === 'string') return this.fix;
    if (this.advice !== undefined) return super.formatAdvice(style);
    const hint = this.#hint.charAt(0).toUpperCase() + this.#hint.slice(1);
    return `${hint}. Every row needs a title, a uri and a date; ${style.nameOf('map')} says which names they have, like uri=link,date=published.`;
  }
}

/** Whether a name is unique and can be typed as it is. */
function isUnique(name: string, at: number, names: readonly string[]): boolean {
  const isUsable = name.trim() !== '' && escapeControlCharacters(name) === name;
  return isUsable && names.every((each, n) => n === at || !isEqual(each, name));
}

const isEqual = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** The missing names, for a message: `"uri" or "lnk" (the date in the map)`. */
export function formatMissingNames(missing: readonly Field[], map: ColumnMap): string {
  return missing
    .map((field) =>
      map[field] === undefined ? `"${field}"` : `${quote(map[field])} (the ${field} in the map)`,
    )
    .join(' or ');
}
