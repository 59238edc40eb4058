import { redactUrl } from '../../../text/redact-url.js';
import { type AdviceStyle, AdvisedError } from '../advised-error.js';

const maxLength = 2048;
const address = /^https?:\/\/[!-~]+$/i;

/** Whether a text is nothing but the address of a page or a feed. */
export const isAddress = (text: string): boolean =>
  text.length <= maxLength && address.test(text.trim());

/** An address for a message, which shows no password. */
export const showAddress = (text: string): string =>
  URL.canParse(text) && new URL(text).password !== '' ? redactUrl(text) : text;

/** How the content of an address is imported, which is not fetched: no request goes out for strangers. */
export function adviseToFetch(text: string, importPiped: string): string {
  const quoted = `'${showAddress(text.trim()).replaceAll("'", '%27')}'`;
  return `Addresses are not fetched. Fetch it yourself, and import what comes: curl -fsSL ${quoted} | ${importPiped}`;
}

/** Thrown for an input that is nothing but an address. */
export class AddressError extends AdvisedError {
  constructor(private readonly text: string) {
    super('The input is only the address of a page or a feed, without its content.', undefined);
  }

  override formatAdvice({ importPiped }: AdviceStyle): string {
    return adviseToFetch(this.text, importPiped);
  }
}
