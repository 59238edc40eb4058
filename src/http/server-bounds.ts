const megabyte = 1024 * 1024;

/** The largest body that is read into memory, decompressed, in bytes. */
export const maxBodyBytes = 16 * megabyte;

/** The largest size of the URL and the headers together, in bytes. */
export const maxHeaderBytes = 32 * 1024;

/** The longest URL, in bytes. */
export const maxUrlBytes = 16 * 1024;

/** Seconds after which a client that got `SERVICE_BUSY` may try again. */
export const retryAfterSeconds = 5;

/** How much work a process accepts at once. These are not settings; tests have smaller ones. */
export interface ServerBounds {
  /** Memory that the bodies of all requests may hold together, in bytes. */
  readonly bodyBytes: number;
  readonly connections: number;
  /** Concurrent requests to `POST /v1/bulk`; others wait. */
  readonly imports: number;
  /** Concurrent requests to `GET /v1/export`; others wait. */
  readonly exports: number;
  /** Seconds for which imports and exports wait to be admitted. */
  readonly waitSeconds: number;
  /** Seconds for which a client may send a body or read an export below the minimum data rate. */
  readonly slowSeconds: number;
}

/** The bounds of every process. */
export const serverBounds: ServerBounds = {
  bodyBytes: 128 * megabyte,
  connections: 10_000,
  imports: 4,
  exports: 8,
  waitSeconds: 30,
  slowSeconds: 60,
};
