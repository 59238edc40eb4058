import type { Database } from '../../database/database.js';
import {
  type ColumnMatcher,
  createColumnMatcher,
  isWithoutText,
} from '../columns/column-matcher.js';
import { resolveHosts } from '../columns/resolve-hosts.js';
import type { Condition } from '../condition.js';
import { prefixRange, trigramKeys } from '../format/trigram.js';
import { coverText, type TextTrigram } from './cover-text.js';
import {
  type KnownTrigram,
  readTrigramCounts,
  readTrigramRange,
} from './postings/read-vocabulary.js';

/** A text of three or more units: what holds all its trigrams, at the right distances, contains it. */
export interface TextLeaf {
  readonly kind: 'text';
  /** They cover the text, the rarest first. */
  readonly trigrams: readonly TextTrigram[];
  /** Whether a record with these trigrams anywhere contains the text. */
  readonly isExactByPlaces: boolean;
}

/** A text of one or two units: what holds any of the trigrams that begin with it contains it. */
export interface PrefixLeaf {
  readonly kind: 'prefix';
  /** The most frequent first. */
  readonly trigrams: readonly KnownTrigram[];
}

export type Leaf = TextLeaf | PrefixLeaf;

/** A condition as it is evaluated with the index. */
export type SearchNode =
  | { readonly all: readonly SearchNode[] }
  | { readonly any: readonly SearchNode[] }
  | { readonly not: SearchNode }
  /** The index of a leaf of the plan. */
  | { readonly leaf: number }
  | { readonly matches: ColumnMatcher; readonly condition: Condition };

export interface SearchPlan {
  /** The condition, with its hosts resolved. */
  readonly condition: Condition;
  readonly root: SearchNode;
  /** The different texts. */
  readonly leaves: readonly Leaf[];
}

const always: SearchNode = { all: [] };
const never: SearchNode = { any: [] };

/** Whether no record of any block can match. */
export const isNever = (node: SearchNode) => 'any' in node && node.any.length === 0;
/** Whether every record matches. */
const isAlways = (node: SearchNode) => 'all' in node && node.all.length === 0;

/** Looks up in the vocabulary what a condition searches for. */
export async function planSearch(database: Database, condition: Condition): Promise<SearchPlan> {
  const [resolved = condition] = await resolveHosts(database, [condition]);
  const texts = new Map(collectTexts(resolved).map((text) => [JSON.stringify(text), text]));
  const counts = await readTrigramCounts(
    database,
    [...texts.values()].flatMap(({ column, text }) => trigramKeys(column, text)),
  );
  const leaves: Leaf[] = [];
  const nodes = new Map<string, SearchNode>();
  for (const [key, text] of texts) {
    const leaf = await planText(database, text, counts);
    nodes.set(key, leaf === undefined ? never : { leaf: leaves.length });
    if (leaf !== undefined) leaves.push(leaf);
  }
  const root = toNode(resolved, (text) => nodes.get(JSON.stringify(text)) ?? never);
  return { condition: resolved, root, leaves };
}

type Text = Extract<Condition, { text: string }>;

function collectTexts(condition: Condition): Text[] {
  if ('text' in condition) return condition.text === '' ? [] : [condition];
  if ('not' in condition) return collectTexts(condition.not);
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
  return parts.flatMap(collectTexts);
}

/** Undefined if no record contains the text. */
async function planText(
  database: Database,
  { column, text }: Text,
  counts: ReadonlyMap<number, number>,
): Promise<Leaf | undefined> {
  if (text.length < 3) {
    const trigrams = await readTrigramRange(database, prefixRange(column, text));
    return trigrams.length === 0 ? undefined : { kind: 'prefix', trigrams };
  }
  const keys = trigramKeys(column, text);
  const trigrams = keys.map((key, offset) => ({ key, offset, records: counts.get(key) ?? 0 }));
  if (trigrams.some(({ records }) => records === 0)) return undefined;
  return { kind: 'text', trigrams: coverText(trigrams), isExactByPlaces: keys.length === 1 };
}

function toNode(condition: Condition, leafOf: (text: Text) => SearchNode): SearchNode {
  if (isWithoutText(condition)) return columnNode(condition);
  if ('text' in condition) return condition.text === '' ? always : leafOf(condition);
  if ('not' in condition) {
    const inner = toNode(condition.not, leafOf);
    return isNever(inner) ? always : isAlways(inner) ? never : { not: inner };
  }
  const isAll = 'all' in condition;
  const parts = isAll ? condition.all : 'any' in condition ? condition.any : [];
  // One matcher decides all parts without text, dates in one go.
  const bare = parts.filter(isWithoutText);
  const nodes = parts.filter((part) => !isWithoutText(part)).map((part) => toNode(part, leafOf));
  if (bare.length > 0) nodes.unshift(columnNode(isAll ? { all: bare } : { any: bare }));
  if (isAll) {
    const all = nodes.filter((node) => !isAlways(node));
    const [only] = all;
    return all.some(isNever) ? never : all.length === 1 && only ? only : { all };
  }
  const any = nodes.filter((node) => !isNever(node));
  const [only] = any;
  return any.some(isAlways) ? always : any.length === 1 && only ? only : { any };
}

function columnNode(condition: Condition): SearchNode {
  if (isConstant(condition, true)) return always;
  if (isConstant(condition, false)) return never;
  return { matches: createColumnMatcher(condition), condition };
}

/** Whether a condition without text holds for every record, or for none, whatever is stored. */
function isConstant(condition: Condition, value: boolean): boolean {
  if ('not' in condition) return isConstant(condition.not, !value);
  if ('all' in condition) {
    return value
      ? condition.all.every((part) => isConstant(part, true))
      : condition.all.some((part) => isConstant(part, false));
  }
  if ('any' in condition) {
    return value
      ? condition.any.some((part) => isConstant(part, true))
      : condition.any.every((part) => isConstant(part, false));
  }
  return false;
}
