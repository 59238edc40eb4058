import { RequestError } from '../../errors/request-error.js';
import { countCodePoints } from '../../text/clean-text.js';
import type { ItemRules } from '../normalise/item-rules.js';
import { OptionValueError, parseFileOptions, toItemRules } from '../options/parse-options.js';
import type { ItemOptions } from './import-request.js';

const maxNameLength = 255;

/** Checks the names that a client has chosen. Throws `ARGUMENT_INVALID`. */
export function checkNames(names: Readonly<Record<string, string | null | undefined>>): void {
  for (const [name, text] of Object.entries(names)) {
    if (text == null) continue;
    const length = countCodePoints(text);
    if (length < 1 || length > maxNameLength) {
      throw new RequestError(
        'ARGUMENT_INVALID',
        `The argument "input.${name}" has ${length} characters; it must have 1 to ${maxNameLength}. Nothing was stored.`,
        `input.${name}`,
      );
    }
    // Databases store every lone surrogate as the same character, so one key could pass for another.
    if (!text.isWellFormed()) {
      throw new RequestError(
        'ARGUMENT_INVALID',
        `The argument "input.${name}" contains half of a surrogate pair, which is not a character. Nothing was stored.`,
        `input.${name}`,
      );
    }
  }
}

/** The rules by which the items of a request are read. Throws `ARGUMENT_INVALID`. */
export function readRules(request: ItemOptions): ItemRules {
  const { dateOrder, zones, dateFormat, timeZone, century } = request;
  const given = {
    dateOrder: dateOrder ?? undefined,
    zones: zones ?? undefined,
    dateFormat: dateFormat ?? undefined,
    timeZone: timeZone ?? undefined,
    century: century == null ? undefined : `${century}`,
    shortenTitles: request.shortenTitles || undefined,
    html: request.html || undefined,
  };
  try {
    return toItemRules(parseFileOptions(given));
  } catch (error) {
    if (!(error instanceof OptionValueError)) throw error;
    throw new RequestError(
      'ARGUMENT_INVALID',
      `${error.message} Nothing was stored.`,
      `input.${error.option}`,
    );
  }
}
