/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A range of dates. All given bounds must hold. */
export type DateRange = {
  /** After this date. */
  gt?: string | null | undefined;
  /** At or after this date. */
  gte?: string | null | undefined;
  /** Before this date. */
  lt?: string | null | undefined;
  /** At or before this date. */
  lte?: string | null | undefined;
};

/** A calendar interval, in UTC. */
export type Interval =
  /** A day, from midnight to midnight. */
  | 'DAY'
  /** An hour of the clock. */
  | 'HOUR'
  /** A calendar month. */
  | 'MONTH'
  /** Three calendar months, from January, April, July or October. */
  | 'QUARTER'
  /** A week of ISO 8601, from Monday to Sunday. */
  | 'WEEK'
  /** A calendar year. */
  | 'YEAR';

/** Which records to list. All given conditions must hold; null means not given. */
export type RecordFilter = {
  /** All of these must hold. An empty list matches every record. */
  and?: Array<RecordFilter> | null | undefined;
  /** The record's date. */
  date?: DateRange | null | undefined;
  /** The id of the import that stored the record, or its number. Requires the scope `imports:read` or `imports:read-all`, like `Record.import`; an import that the viewer may not read counts as one that does not exist, and matches no record. */
  import?: string | null | undefined;
  /** This must not hold. */
  not?: RecordFilter | null | undefined;
  /** At least one of these must hold. An empty list matches no record. */
  or?: Array<RecordFilter> | null | undefined;
  /** The host of the record's URI, like `www.example.com` or `example.com:8080`. */
  site?: string | null | undefined;
  /** The host of the record's URI is one of these. Each counts as a part of the filter. An empty list matches no record. */
  sites?: Array<string> | null | undefined;
  /** The title or the URI contains this string. */
  text?: string | null | undefined;
  /** The record's title. */
  title?: TextFilter | null | undefined;
  /** The record's URI, as stored or with its escapes decoded. */
  uri?: TextFilter | null | undefined;
};

/** The order of a list of records. */
export type RecordOrder =
  /** First stored first. */
  | 'ADDED_ASC'
  /** Most recently stored first. */
  | 'ADDED_DESC'
  /** Earliest date first. */
  | 'DATE_ASC'
  /** Latest date first. */
  | 'DATE_DESC';

/** Why an item was rejected. */
export type RejectionCode =
  /** The date can be read in more than one way, like `01/02/2003` without a `dateOrder`, or the time zone `CST` without `zones`. */
  | 'DATE_AMBIGUOUS'
  /** The date names a day or time that does not exist, like `2023-02-30`. */
  | 'DATE_IMPOSSIBLE'
  /** The date is null, empty or blank. */
  | 'DATE_MISSING'
  /** The date is before the year 1000 or after the year 9999. */
  | 'DATE_OUT_OF_RANGE'
  /** The date as a whole is not in a supported format. */
  | 'DATE_UNREADABLE'
  /** The date has a day and a month, but no year. */
  | 'DATE_WITHOUT_YEAR'
  /** The item is valid, but another item of its `ALL_OR_NOTHING` import is not. */
  | 'IMPORT_ABORTED'
  /** The row of a file is not an item: it is not a JSON object, has no title, URI and date, is not valid CSV, is not valid UTF-8, or is too large. */
  | 'ROW_UNREADABLE'
  /** The title is null, empty or blank. */
  | 'TITLE_MISSING'
  /** The normalised title has more than 255 characters. */
  | 'TITLE_TOO_LONG'
  /** The URI starts like an http(s) URI, but no browser could open it, or it consists of two links. */
  | 'URI_INVALID'
  /** The URI is null, empty or blank. */
  | 'URI_MISSING'
  /** The URI has no scheme, like `/a`, `a.html` or `//host/a`. */
  | 'URI_RELATIVE'
  /** The URI has a scheme other than http and https. */
  | 'URI_SCHEME_UNSUPPORTED'
  /** The normalised URI has more than 2048 characters. */
  | 'URI_TOO_LONG'
  /** The title, URI or date is neither a string nor a number nor null; in `bulkImport`, numbers must be integers. */
  | 'VALUE_NOT_TEXT';

/** A search in one text. Case, accents, typography (’ equals ', – equals -, … equals ...) and invisible characters are ignored. There are no wildcards: % and _ stand for themselves. All given conditions must hold. */
export type TextFilter = {
  /** The text contains this string, also within words. */
  contains?: string | null | undefined;
  /** The text equals this string. */
  equals?: string | null | undefined;
  /** The text starts with this string. */
  startsWith?: string | null | undefined;
};

export type PageImportsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type PageImportsQuery = { imports: { edges: Array<{ cursor: string, node: { databaseId: string, source: string | null, startedAt: string, finishedAt: string | null, received: number, inserted: number, duplicates: number, rejected: number } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PageImportQueryVariables = Exact<{
  id: string;
  after?: number | null | undefined;
}>;


export type PageImportQuery = { import: { databaseId: string, source: string | null, startedAt: string, finishedAt: string | null, received: number, inserted: number, duplicates: number, rejected: number, rejectionsNotKept: number, reasonCounts: Array<{ code: RejectionCode, count: number }>, rejections: Array<{ index: number, line: number | null, title: string | null, uri: string | null, date: string | null, reasons: Array<{ code: RejectionCode, field: string, message: string }> }> } | null };

export type RowFragment = { id: string, databaseId: string, title: string, uri: string, date: string, site: { host: string } };

export type PageRowsQueryVariables = Exact<{
  filter?: RecordFilter | null | undefined;
  orderBy: RecordOrder;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type PageRowsQuery = { records: { edges: Array<{ cursor: string, node: { id: string, databaseId: string, title: string, uri: string, date: string, site: { host: string } } }>, pageInfo: { hasNextPage: boolean } } };

export type PageFiguresQueryVariables = Exact<{
  filter?: RecordFilter | null | undefined;
  undated?: RecordFilter | null | undefined;
  anySite?: RecordFilter | null | undefined;
  by?: Interval | null | undefined;
}>;


export type PageFiguresQuery = { list: { totalCount: number, isExact: boolean }, time: { totalCount: number, histogram: Array<{ start: string, end: string, count: number }> }, sites: { topSites: Array<{ count: number, site: { host: string } }> } };

export type PagePlacesQueryVariables = Exact<{
  filter?: RecordFilter | null | undefined;
  by?: Interval | null | undefined;
}>;


export type PagePlacesQuery = { records: { histogram: Array<{ start: string, end: string, count: number }> } };

export type PageCountQueryVariables = Exact<{
  filter?: RecordFilter | null | undefined;
}>;


export type PageCountQuery = { records: { totalCount: number } };

export type PageRecordQueryVariables = Exact<{
  id: string;
}>;


export type PageRecordQuery = { record: { id: string, databaseId: string, title: string, uri: string, date: string, site: { recordCount: number, host: string } } | null };

export type PageNeighboursQueryVariables = Exact<{
  earlier: RecordFilter;
  later: RecordFilter;
  sameSite: RecordFilter;
}>;


export type PageNeighboursQuery = { earlier: { nodes: Array<{ id: string, databaseId: string, title: string, uri: string, date: string, site: { host: string } }> }, later: { nodes: Array<{ id: string, databaseId: string, title: string, uri: string, date: string, site: { host: string } }> }, sameSite: { nodes: Array<{ id: string, databaseId: string, title: string, uri: string, date: string, site: { host: string } }> } };

export type PageRecordImportQueryVariables = Exact<{
  id: string;
}>;


export type PageRecordImportQuery = { record: { import: { databaseId: string, source: string | null, startedAt: string } | null } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const RowFragmentDoc = new TypedDocumentString(`
    fragment Row on Record {
  id
  databaseId
  title
  uri
  date
  site {
    host
  }
}
    `, {"fragmentName":"Row"}) as unknown as TypedDocumentString<RowFragment, unknown>;
export const PageImportsDocument = {"__meta__":{"hash":"sha256:b92d250ec9dbb95b3b2aa109640b042cd10c30254ff5dad88dfd7e27d9940642"}} as unknown as TypedDocumentString<PageImportsQuery, PageImportsQueryVariables>;
export const PageImportDocument = {"__meta__":{"hash":"sha256:d5ffe4b418cfe680cde45f204901d2ed6b9699a0b8b5e4136997dfea61819aea"}} as unknown as TypedDocumentString<PageImportQuery, PageImportQueryVariables>;
export const PageRowsDocument = {"__meta__":{"hash":"sha256:09b85745473589af0517f0d4c322bd977e7034a60d010811db88913b9b65025d"}} as unknown as TypedDocumentString<PageRowsQuery, PageRowsQueryVariables>;
export const PageFiguresDocument = {"__meta__":{"hash":"sha256:d50c76cbbfb72abadb35e1aaac1021d323cda49f88682370822e41eeaf0222a1"}} as unknown as TypedDocumentString<PageFiguresQuery, PageFiguresQueryVariables>;
export const PagePlacesDocument = {"__meta__":{"hash":"sha256:b82effe0ebb60caf0c309dc1b7ffc7128bff10cadd76aad16c76effd7c12f1ee"}} as unknown as TypedDocumentString<PagePlacesQuery, PagePlacesQueryVariables>;
export const PageCountDocument = {"__meta__":{"hash":"sha256:62bc911bf5ccfc06720e801dacaf723e4cf2c7e7d38a311120ad907ab75f078f"}} as unknown as TypedDocumentString<PageCountQuery, PageCountQueryVariables>;
export const PageRecordDocument = {"__meta__":{"hash":"sha256:07916531192572b4fabee496cee7e98c03afca7d1b855fa426a01e40a6a650a2"}} as unknown as TypedDocumentString<PageRecordQuery, PageRecordQueryVariables>;
export const PageNeighboursDocument = {"__meta__":{"hash":"sha256:91f3522a5281e0229999d8e6d692d4fb1924ee288c48636b8f274d178b48305f"}} as unknown as TypedDocumentString<PageNeighboursQuery, PageNeighboursQueryVariables>;
export const PageRecordImportDocument = {"__meta__":{"hash":"sha256:0584464710ff5b4c0cb06c01661e018c8a427d60dcc869ac14beae22d0b0b576"}} as unknown as TypedDocumentString<PageRecordImportQuery, PageRecordImportQueryVariables>;