/** What a request may ask for. Each limit is a setting, `LIMIT_…`, and has its own error code. */
export interface Limits {
  /** Tokens of a document: names, numbers and punctuators. */
  readonly tokens: number;
  /** Depth of the selected fields. */
  readonly depth: number;
  /** Aliases of an operation. */
  readonly aliases: number;
  /** Root fields of an operation. */
  readonly rootFields: number;
  /** Fields and fragment spreads of a document, counted at every use of a fragment. */
  readonly fields: number;
  /** Fields of a document that are selected again in the same place. */
  readonly repeatedFields: number;
  /** Directives at one location. */
  readonly directives: number;
  /** Items of a list in an argument or variable; those of an import have their own limit. */
  readonly listItems: number;
  /** Cost of an operation, see `field-costs.ts`. */
  readonly cost: number;
}
