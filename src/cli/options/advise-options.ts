import type { FileOptionName } from '../../imports/options/file-options.js';
import type { GivenFileOptions } from '../../imports/options/parse-options.js';
import type { AdviceStyle } from '../../imports/rows/advised-error.js';
import { toOptionName } from './file-options.js';

/** Options as they are typed, quoted for a POSIX shell. */
function formatOptions(options: GivenFileOptions): string {
  return (Object.entries(options) as [FileOptionName, string | true][])
    .map(([name, value]) =>
      value === true ? toOptionName(name) : `${toOptionName(name)} ${quoteForShell(value)}`,
    )
    .join(' ');
}

const quoteForShell = (text: string) =>
  /^[\w=,.:@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** How the command line names and gives options. */
export const commandLineStyle: AdviceStyle = {
  nameOf: toOptionName,
  add: (options) => `add ${formatOptions(options)} to the command`,
  importPiped: 'records import -',
};
