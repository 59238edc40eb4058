/** Says in a sentence why an input cannot be read, or not to its end. What came before is not affected. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
