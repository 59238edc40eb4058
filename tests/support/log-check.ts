// A bearer token of any kind, a static token, or a JSON Web Token.
const tokens = /bearer\s+[\w.~+/-]{8,}|rec_[0-9a-f]{8}_[\w-]{12,}|eyJ[\w-]{16,}\.[\w-]{8,}/i;

/** The lines of the log that have a token in them; cut off, as this is printed. */
const found: string[] = [];

/** Looks for tokens in a line that a service logs. */
export function checkLogLine(line: string): void {
  if (tokens.test(line)) found.push(line.slice(0, 200));
}

/** Throws if a token was logged since the last check, so that the test which closes the service fails. */
export function expectNoTokensLogged(): void {
  const lines = found.splice(0);
  if (lines.length > 0) throw new Error(`A token is in the log:\n${lines.join('\n')}`);
}
