import type { RejectedRow } from '../../imports/rows/format-rejected-rows.js';

const optionNames = { dateOrder: '--date-order', zones: '--zones' } as const;

// The last one, as the text of a row may stand before it.
const setting = /^(.*; set )(dateOrder|zones)(?= to )/s;

/**
 * Rejected rows with the names of options in their messages, which speak of the parameters of the API:
 * they are kept with the import, and others read them there.
 */
export async function* namingOptions<Row extends RejectedRow>(
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for await (const page of pages) yield page.map(namingOption);
}

function namingOption<Row extends RejectedRow>(row: Row): Row {
  const reasons = row.reasons.map((reason) => ({
    ...reason,
    message: reason.message.replace(
      setting,
      (_, start: string, name: keyof typeof optionNames) => `${start}${optionNames[name]}`,
    ),
  }));
  return { ...row, reasons };
}
