// How a formula begins for spreadsheets (OWASP, "CSV Injection"), with the full-width forms that some
// accept. Apostrophes before it guard it.
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;

/**
 * The text as a cell that no spreadsheet evaluates: an apostrophe precedes what would be a formula. Text
 * that already looks guarded gets one more, so {@link stripFormulaGuard} always restores the original.
 */
export function guardFormula(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** Restores the text of a cell that {@link guardFormula} returned. */
export function stripFormulaGuard(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}
