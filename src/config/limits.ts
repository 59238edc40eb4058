/** What a request may ask for. Each bound is a setting, `LIMIT_…`, and has an error code of its own. */
export interface Limits {
  /** Words, numbers and punctuators of a document. */
  readonly tokens: number;
  /** Fields below each other. */
  readonly depth: number;
  /** Aliases of an operation. */
  readonly aliases: number;
  /** Fields of an operation's outermost selection. */
  readonly rootFields: number;
  /** Fields and uses of fragments of a document. */
  readonly fields: number;
  /** Fields of a document that are selected again at a place where they are selected already. */
  readonly repeatedFields: number;
  /** Directives at one place. */
  readonly directives: number;
  /** Items of a list that a request hands in, but for those of an import, which has a bound of its own. */
  readonly listItems: number;
  /** What an operation may cost, see `field-costs.ts`. */
  readonly cost: number;
}
