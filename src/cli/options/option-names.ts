import { type FileOptionName, fileOptionNames } from '../../imports/options/file-options.js';
import type { RejectedRow } from '../../imports/rows/format-rejected-rows.js';
import { toOptionName } from './file-options.js';

// Greedy, for the last match: text of the row may precede it.
const setting = new RegExp(`^(.*[,;] (?:or )?)set (${fileOptionNames.join('|')}) to (true )?`, 's');

/**
 * Replaces API parameters by the names of options in the messages of rejected rows. The messages name
 * parameters because they are stored with the import, and read through the API as well.
 */
export async function* nameOptions<Row extends RejectedRow>(
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for await (const page of pages) yield page.map(nameOptionsOf);
}

function nameOptionsOf<Row extends RejectedRow>(row: Row): Row {
  const reasons = row.reasons.map((reason) => ({
    ...reason,
    message: nameOption(reason.message),
  }));
  return { ...row, reasons };
}

/** Replaces the parameter in the message of a rejected row, see {@link nameOptions}. */
export const nameOption = (message: string): string =>
  message.replace(setting, (_, start: string, name: FileOptionName, isFlag: string | undefined) =>
    isFlag === undefined
      ? `${start}set ${toOptionName(name)} to `
      : `${start}pass ${toOptionName(name)} `,
  );
