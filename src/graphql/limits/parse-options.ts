import type { ParseOptions } from 'graphql';
import type { Limits } from '../../config/limits.js';
import { RequestError } from '../../errors/request-error.js';

// White space and comments are not tokens, but without a limit they would be read to their end, too.
const maxCharacters = 500_000;

/** Makes the parser stop at the limits, so that parsing takes at most a few milliseconds. */
export function createParseOptions({ tokens }: Limits): ParseOptions {
  return { maxLexicalTokens: tokens, maxComments: tokens, maxSourceLength: maxCharacters };
}

/** Turns the parser's error about a limit into ours; undefined for its other errors. */
export function explainParserLimit(message: string): RequestError | undefined {
  const [, maximum, parts] =
    /^Syntax Error: (?:Document|Source) contains more tha[nt] (\d+) (tokens|comments|UTF-16 code units)\. Parsing aborted\.$/.exec(
      message,
    ) ?? [];
  if (parts === undefined) return undefined;
  const what = parts.startsWith('UTF-16') ? 'characters' : parts;
  const text = `The document has more than the ${maximum} ${what} that are allowed; send values as variables.`;
  return new RequestError('DOCUMENT_TOO_LARGE', text);
}
