import type { Readable } from 'node:stream';

/** A response to a GraphQL request, ready to be sent. */
export interface GraphqlReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for a status without a body. */
  readonly body: string | Buffer | Readable | undefined;
}
