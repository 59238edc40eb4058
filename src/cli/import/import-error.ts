/** Says in a sentence why an import did not come to its end. What was stored is stored. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}
