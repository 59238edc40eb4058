/** The token that the user entered. It is in memory only, and gone when the page is left. */
let token: string | undefined;

/** Signs in; all requests from now on send the token. */
export function signIn(entered: string): void {
  token = entered.trim();
}

/** Whether a token was entered. */
export const isSignedIn = () => token !== undefined;

/** The header that a request sends, if there is a token. */
export function authorization(): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
