// Browsers send some 150 characters. Parsing 30 KB would take 40 ms.
const maxAcceptLength = 2000;

/** An `Accept` header, ignored if it is longer than 2,000 characters. */
export function ignoreLongAccept(accept: string | undefined): string | undefined {
  return accept === undefined || accept.length > maxAcceptLength ? undefined : accept;
}
