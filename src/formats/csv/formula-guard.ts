// What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"), with the full-width
// forms, which some take for the same. Apostrophes before it make it a guarded one.
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;

/**
 * The text as a cell that no spreadsheet runs as a formula: an apostrophe goes before what would be one.
 * What looks as if it were guarded already gets one more, so {@link stripFormulaGuard} always finds the text again.
 */
export function guardFormula(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** The text behind a cell that {@link guardFormula} made. */
export function stripFormulaGuard(cell: string): string {
  return cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell;
}
