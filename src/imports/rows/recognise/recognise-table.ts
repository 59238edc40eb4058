import { fields } from '../../normalise/item-fields.js';
import { parseCells } from '../csv/csv-cells.js';
import { findSimilarNames } from '../similar-names.js';
import type { InputStart, Recognised } from './recognised.js';

/** Recognises TSV by the tabs of its first line; anything else is CSV. */
export function recogniseTable({ text, mayGrow }: InputStart): Recognised | 'unclear' {
  const end = text.indexOf('\n');
  if (end === -1 && mayGrow) return 'unclear';
  const line = (end === -1 ? text : text.slice(0, end)).trim();
  const isTabbed = line.includes('\t');
  const delimiter = isTabbed ? '\t' : [',', ';'].find((each) => namesColumns(line, each));
  const isCertain = delimiter !== undefined && namesColumns(line, delimiter);
  return isTabbed
    ? { format: 'tsv', why: 'its first line has tabs', isCertain }
    : {
        format: 'csv',
        why: isCertain ? 'its first line names columns' : 'it is neither JSON nor has tabs',
        isCertain,
      };
}

// Each is compared with all names that fields have.
const maxNames = 100;

/** Whether a line names columns: at least two of its cells look like fields. */
function namesColumns(line: string, delimiter: string): boolean {
  const names = parseCells(line, delimiter)
    .slice(0, maxNames)
    .map((name) => name.trim());
  return names.length > 1 && Object.keys(findSimilarNames(names, fields, {})).length >= 2;
}
