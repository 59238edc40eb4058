import { ImportError } from '../import-error.js';

/** What a command proves to a service by who it is. */
export interface Credentials {
  /**
   * The `Authorization` header of the next request; undefined for none.
   * Throws a {@link CredentialsError}.
   */
  read(signal: AbortSignal): Promise<string | undefined>;
  /**
   * Another header, after the service has rejected one; undefined if it is still the same.
   * Throws a {@link CredentialsError}.
   */
  replace(rejected: string | undefined, signal: AbortSignal): Promise<string | undefined>;
  /** What to do when the service rejects the header, as a sentence. */
  readonly advice: string;
}

/** Why there is no token. */
export class CredentialsError extends ImportError {
  constructor(
    message: string,
    /** Whether another attempt may succeed, and after how many milliseconds at the earliest. */
    readonly retry?: { readonly afterMs?: number | undefined },
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Credentials that never change, or none. */
export function createFixedCredentials(header: string | undefined, advice: string): Credentials {
  return {
    read: async () => header,
    replace: async () => undefined,
    advice,
  };
}

const maxTokenLength = 8 * 1024;

/** RFC 6750, section 2.1; whatever else were in it could end the header. */
const bearerToken = /^[A-Za-z0-9._~+/-]+=*$/;

/** Whether a token can be sent, which says nothing about whether it is valid. */
export function isBearerToken(text: string): boolean {
  return text.length <= maxTokenLength && bearerToken.test(text);
}
