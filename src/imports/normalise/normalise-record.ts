import { hash } from 'node:crypto';
import { decodeHTML, decodeHTMLAttribute } from 'entities';
import { parseDate } from '../../dates/parse-date.js';
import { cleanText, countCodePoints, isBlank } from '../../text/clean-text.js';
import { createFoldedCopies, type FoldedCopies } from '../../text/folded-copies.js';
import { quote } from '../../text/quote.js';
import type { ItemRules } from './item-rules.js';
import { parseUri } from './parse-uri.js';
import { findWrongTypes } from './readable-item.js';
import { hasNoField, type ReceivedItem } from './received-item.js';
import type { RejectionReason } from './rejection-reason.js';

/** An item as it is stored. */
export interface NormalisedRecord extends FoldedCopies {
  readonly title: string;
  readonly uri: string;
  readonly host: string;
  readonly date: Date;
  /** 16 bytes that are equal for two items if and only if their title, URI and date are. */
  readonly fingerprint: Buffer;
}

/** The record, or every reason why there is none. */
export type NormalisedItem =
  | { readonly record: NormalisedRecord }
  | { readonly reasons: readonly RejectionReason[] };

/** The maximum length of a normalised title, in characters (Unicode code points). */
const maxTitleLength = 255;

/**
 * Applies the import rules to an item. Every fault is reported, not only the first.
 * Never throws, whatever the item contains.
 */
export function normaliseRecord(item: ReceivedItem, rules: ItemRules = {}): NormalisedItem {
  if (item.fault !== undefined) return { reasons: [item.fault] };
  if (item.raw != null && hasNoField(item)) return { reasons: findRowFaults(item.raw) };
  const reasons: RejectionReason[] = [];
  const { title: givenTitle, uri: givenUri } = rules.html ? decodeEntities(item) : item;
  const clean = cleanText(givenTitle ?? '');
  const title = rules.shortenTitles ? shortenTitle(clean) : clean;
  const titleFault = findTitleFault(title);
  if (titleFault !== undefined) reasons.push(titleFault);
  const uri = parseUri(givenUri);
  if ('code' in uri) reasons.push({ field: 'uri', ...uri });
  const date = parseDate(item.date ?? '', rules, quote);
  if ('code' in date) reasons.push({ field: 'date', ...date });
  if (titleFault !== undefined || 'code' in uri || 'code' in date) return { reasons };
  return {
    record: {
      title,
      uri: uri.uri,
      host: uri.host,
      date: date.instant,
      fingerprint: createFingerprint(title, uri.uri, date.instant),
      ...createFoldedCopies(title, uri.uri),
    },
  };
}

/** The title and the URI of an item whose text is written as in HTML. */
const decodeEntities = ({ title, uri }: ReceivedItem) => ({
  title: title == null ? title : decodeHTML(title),
  // In a URI, `&copy=1` is a parameter, as it is in an attribute.
  uri: uri == null ? uri : decodeHTMLAttribute(uri),
});

/** The title, or as much of it as is allowed, with an ellipsis. */
function shortenTitle(title: string): string {
  if (title.length <= maxTitleLength || countCodePoints(title) <= maxTitleLength) return title;
  const start = [...title.slice(0, 2 * maxTitleLength)].slice(0, maxTitleLength - 1);
  return `${start.join('').trimEnd()}…`;
}

function findRowFaults(raw: string): RejectionReason[] {
  const wrong = findWrongTypes(raw);
  if (wrong.length > 0) return wrong;
  const message = `No item could be read from the row ${quote(raw)}.`;
  return [{ code: 'ROW_UNREADABLE', field: 'item', message }];
}

function findTitleFault(title: string): RejectionReason | undefined {
  if (isBlank(title)) {
    return {
      code: 'TITLE_MISSING',
      field: 'title',
      message: `The title is missing; expected 1 to ${maxTitleLength} characters.`,
    };
  }
  // There are at least as many UTF-16 code units as code points, so most titles need not be counted.
  const length = title.length <= maxTitleLength ? title.length : countCodePoints(title);
  if (length <= maxTitleLength) return undefined;
  return {
    code: 'TITLE_TOO_LONG',
    field: 'title',
    message: `The title has ${length} characters; at most ${maxTitleLength} are allowed; set shortenTitles to true to shorten titles.`,
  };
}

function createFingerprint(title: string, uri: string, date: Date): Buffer {
  // No part can contain a line feed, so the joined text is unambiguous.
  const digest = hash('sha256', `${title}\n${uri}\n${date.getTime()}`, 'binary');
  // A buffer made from a string is in Node's shared pool; separate memory would take ten times as much.
  return Buffer.from(digest.slice(0, 16), 'latin1');
}
