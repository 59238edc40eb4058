/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** An item to import. A title, URI or date may also be a whole number, which is read as its digits; a value of any other type rejects only this item. */
export type RecordInput = {
  /** The date: ISO 8601, RFC 2822, RFC 850, asctime, `@` and Unix seconds, or written out in English, French, Portuguese, Spanish, German or Italian. */
  date?: string | null | undefined;
  /** The line of its file on which the item begins, from 1, to be returned with a rejection. */
  line?: number | null | undefined;
  /** The row of the file as received, to be stored if the item is rejected. An item that has nothing else is rejected. */
  raw?: string | null | undefined;
  /** The title: 1 to 255 characters after trimming, not blank. */
  title?: string | null | undefined;
  /** The URI: absolute, http or https. */
  uri?: string | null | undefined;
};

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

export type ImportLinksMutationVariables = Exact<{
  items: Array<RecordInput> | RecordInput;
}>;


export type ImportLinksMutation = { __typename: 'Mutation', bulkImport: { __typename: 'BulkImportPayload', inserted: number, rejections: Array<{ __typename: 'Rejection', index: number, reasons: Array<{ __typename: 'RejectionReason', code: RejectionCode, message: string }> }> } };

export type LatestRecordsQueryVariables = Exact<{
  containing: string;
  first: number;
}>;


export type LatestRecordsQuery = { __typename: 'Query', records: { __typename: 'RecordConnection', totalCount: number, nodes: Array<{ __typename: 'Record', id: string, title: string, uri: string, date: string, site: { __typename: 'Site', host: string } }> } };

export type RecordLineFragment = { __typename: 'Record', id: string, title: string, uri: string, date: string, site: { __typename: 'Site', host: string } };

export const RecordLineFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RecordLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Record"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"uri"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"site"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"host"}}]}}]}}]} as unknown as DocumentNode<RecordLineFragment, unknown>;
export const ImportLinksDocument = {"__meta__":{"hash":"sha256:bc4eec5baf535f8aa92a2fc86089340092828c4d951135fac15db51a75327480"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ImportLinks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"items"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RecordInput"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"bulkImport"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"items"},"value":{"kind":"Variable","name":{"kind":"Name","value":"items"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"source"},"value":{"kind":"StringValue","value":"a consumer","block":false}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"inserted"}},{"kind":"Field","name":{"kind":"Name","value":"rejections"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"index"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ImportLinksMutation, ImportLinksMutationVariables>;
export const LatestRecordsDocument = {"__meta__":{"hash":"sha256:703c3a01638011600fbd1216c7f55116c92836c8fb30848feb74111302a0bae5"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"LatestRecords"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"containing"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"records"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"title"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"contains"},"value":{"kind":"Variable","name":{"kind":"Name","value":"containing"}}}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"RecordLine"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RecordLine"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Record"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"uri"}},{"kind":"Field","name":{"kind":"Name","value":"date"}},{"kind":"Field","name":{"kind":"Name","value":"site"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"host"}}]}}]}}]} as unknown as DocumentNode<LatestRecordsQuery, LatestRecordsQueryVariables>;