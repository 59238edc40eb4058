import type { ErrorFormat } from '../../http/error-format.js';
import { jsonContentType } from '../../http/replies/response-headers.js';

/** Errors of REST calls, and of URLs at which there is nothing. */
export const restErrorFormat: ErrorFormat = {
  toBody: ({ message, extensions }) => ({ ok: false, error: message, ...extensions }),
  selectType: () => jsonContentType,
};
