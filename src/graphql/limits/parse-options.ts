import type { ParseOptions } from 'graphql';
import type { Limits } from '../../config/limits.js';
import { RequestError } from '../../errors/request-error.js';

// What is no token is bounded, too: white space and comments without end have to be read as well.
const maxCharacters = 500_000;

/** Makes the parser stop at the bound, so that reading a document takes a few milliseconds at most. */
export function createParseOptions({ tokens }: Limits): ParseOptions {
  return { maxLexicalTokens: tokens, maxComments: tokens, maxSourceLength: maxCharacters };
}

/** What to tell a client of whose document the parser had enough; undefined for its other errors. */
export function explainParserLimit(message: string): RequestError | undefined {
  const [, most, parts] =
    /^Syntax Error: (?:Document|Source) contains more tha[nt] (\d+) (tokens|comments|UTF-16 code units)\. Parsing aborted\.$/.exec(
      message,
    ) ?? [];
  if (parts === undefined) return undefined;
  const what = parts.startsWith('UTF-16') ? 'characters' : parts;
  const text = `The document has more than ${most} ${what}, which is the most allowed; send values as variables.`;
  return new RequestError('DOCUMENT_TOO_LARGE', text);
}
