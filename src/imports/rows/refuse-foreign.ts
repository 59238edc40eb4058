import { InputError } from './input-error.js';
import { foreignPackingOf } from './magic-numbers.js';

const unpacked =
  'what is packed once, by gzip or zstd, is unpacked (in a request, what its header "Content-Encoding" names)';

/**
 * Throws an `InputError` for the beginning of what is no text in UTF-8, but of a kind that people often
 * have: read as rows, it would be nothing but rejected ones.
 */
export function refuseForeign(start: Buffer): void {
  refuseUtf16(start);
  const packing = foreignPackingOf(start);
  switch (packing) {
    case undefined:
      return;
    case 'gzip':
    case 'zstd':
      throw new InputError(
        `What would be read as rows is packed by ${packing}; ${unpacked}. Unpack it as often as it was packed.`,
      );
    case 'zip':
      throw new InputError(
        `It is a zip archive, as .xlsx files of Excel are, too; ${unpacked}. Take the file out of the archive, or save the table as CSV in UTF-8.`,
      );
    default:
      throw new InputError(`It is packed by ${packing}; ${unpacked}. Unpack it first.`);
  }
}

/** Programs of Windows write texts in UTF-16. */
function refuseUtf16([first, second]: Buffer): void {
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (!isMarked && first !== 0 && second !== 0) return;
  throw new InputError('It begins as a text in UTF-16 does; save it in UTF-8.');
}
