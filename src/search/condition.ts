/** What a record must satisfy: a validated filter, with its texts folded. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly date: Date; readonly operator: '>=' | '>' | '<=' | '<' }
  | { readonly text: string; readonly column: FoldedColumn }
  | { readonly host: string }
  | { readonly siteId: number }
  | { readonly importId: number }
  | { readonly recordId: number };

/** The folded copies: each form of the text on a line of its own, between line feeds. */
export type FoldedColumn = 'title_folded' | 'uri_folded';
