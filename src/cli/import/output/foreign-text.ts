const mostCharacters = 500;

/**
 * A text that something else wrote, as far as a message of ours shows it: without what a terminal
 * would take for a command, in one line, and cut after 500 characters.
 */
export function sanitizeForTerminal(text: string): string {
  // Cut first, as a run of millions is too much for the expressions.
  const line = text
    .slice(0, 4 * mostCharacters)
    .replace(/\p{Cf}+/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length <= mostCharacters
    ? line.toWellFormed()
    : `${line.slice(0, mostCharacters).toWellFormed()}…`;
}
