import type { TokenVerifier } from './authenticate.js';

/** Where tokens of one kind come from: a file, with what it refers to. */
export interface TokenSource {
  readonly verifier: TokenVerifier;
  /** The issuers of its tokens, as URLs. */
  readonly issuers: readonly string[];
  /** Why tokens cannot be verified yet; undefined if they can be. */
  findReasonNotReady(): string | undefined;
  /** Reads its file again. Throws a `UserError`, with everything as before, if it is faulty. */
  reload(): Promise<void>;
  close(): void;
}
