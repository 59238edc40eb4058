import type { RejectedRow } from '../../imports/rows/format-rejected-rows.js';

const optionNames = { dateOrder: '--date-order', zones: '--zones' } as const;

// Greedy, for the last match: text of the row may precede it.
const setting = /^(.*; set )(dateOrder|zones)(?= to )/s;

/**
 * Replaces API parameters by the names of options in the messages of rejected rows. The messages name
 * parameters because they are stored with the import, and read through the API as well.
 */
export async function* nameOptions<Row extends RejectedRow>(
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for await (const page of pages) yield page.map(nameOption);
}

function nameOption<Row extends RejectedRow>(row: Row): Row {
  const reasons = row.reasons.map((reason) => ({
    ...reason,
    message: reason.message.replace(
      setting,
      (_, start: string, name: keyof typeof optionNames) => `${start}${optionNames[name]}`,
    ),
  }));
  return { ...row, reasons };
}
