const megabyte = 1024 * 1024;

/** How much a process takes on at once. These are no settings; tests have smaller ones. */
export interface ServerBounds {
  /** Bytes of memory that the bodies of all requests may take together. */
  readonly bodyBytes: number;
  readonly connections: number;
  /** `POST /v1/bulk` at a time; others wait. */
  readonly imports: number;
  /** `GET /v1/export` at a time; others wait. */
  readonly exports: number;
  /** Seconds for which imports and exports wait for their turn. */
  readonly waitSeconds: number;
  /** Seconds over which the pace is taken at which a client sends a body or takes an export. */
  readonly paceSeconds: number;
}

/** The bounds of every process. */
export const serverBounds: ServerBounds = {
  bodyBytes: 128 * megabyte,
  connections: 10_000,
  imports: 4,
  exports: 8,
  waitSeconds: 30,
  paceSeconds: 60,
};
