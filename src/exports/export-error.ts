/** Says in a sentence why an export is not whole. */
export class ExportError extends Error {
  override readonly name = 'ExportError';
}
