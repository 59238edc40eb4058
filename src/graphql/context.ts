import type { ExecutionResult } from 'graphql';
import type { AuditLog } from '../audit/audit-log.js';
import { type AuditedRequest, type AuditSubject, subjectOf } from '../audit/request-audit.js';
import type { Database } from '../database/database.js';
import type { RequestError } from '../errors/request-error.js';
import { importLoaders } from '../imports/graphql/import-loaders.js';
import type { Caller } from '../rate-limit/caller.js';
import { recordLoaders } from '../records/graphql/record-loaders.js';
import { siteLoaders } from '../records/graphql/site-loaders.js';
import { searchCostOf } from '../search/evaluate/search-cost.js';
import { TrackedViewer } from '../viewer/tracked-viewer.js';
import { readableOwner, type Viewer } from '../viewer/viewer.js';
import type { CachePolicy } from './execution/cache-policy.js';

/** What executing a request tells those that send its response. */
export class ExecutionNotes {
  readonly viewer: TrackedViewer;
  /** Undefined for a request that was rejected before it was executed. */
  cachePolicy: CachePolicy | undefined;
  /** Why the request was not executed for its viewer; others may get a response. */
  refusal: RequestError | undefined;
  /** Whether the operation was charged to its caller, or refused for what that has left. */
  isCharged = false;
  /** The execution that has begun: what reports its result must not begin another. */
  execution: Promise<ExecutionResult> | undefined;
  /** What the operation costs with its variables; 0 until that is known. */
  cost = 0;
  #busyMs = 0;

  /** @param caller whose share the operation is charged to, if to anybody's */
  constructor(
    viewer: Viewer,
    readonly caller?: Caller | null,
  ) {
    this.viewer = new TrackedViewer(viewer);
  }

  /** Milliseconds for which the request has kept this process, or the database, from other work. */
  get busyMs(): number {
    return this.#busyMs;
  }

  /** What adds that up; undefined if nobody is charged for it. */
  get stopwatch(): this | undefined {
    return this.caller ? this : undefined;
  }

  addBusyTime(ms: number): void {
    this.#busyMs += ms;
  }
}

/** What resolvers know of the request that they serve. */
export class Context {
  readonly requestId: string;
  /** The size of the request's body, decompressed. */
  readonly bodyBytes: number;
  readonly loaders: Loaders;

  /** Who sent the request, for the audit log: what is written there does not make a response personal. */
  readonly auditSubject: () => AuditSubject;

  /** @param database a unit of work of the request's own */
  constructor(
    request: AuditedRequest & { readonly bodyBytes: number },
    readonly database: Database,
    readonly notes: ExecutionNotes,
    readonly audit: AuditLog,
  ) {
    this.auditSubject = () => subjectOf(request);
    this.requestId = request.id;
    this.bodyBytes = request.bodyBytes;
    this.loaders = makeLoaders(database, () => this.readableOwner);
  }

  /**
   * Who sent the request. Reading this makes the response personal: it is neither cached nor shared. A
   * getter of the class, as Apollo Server copies the context, which would read a property.
   */
  get viewer(): Viewer {
    return this.notes.viewer.read();
  }

  /** What the searches of the request have read so far. */
  get actualCost() {
    const { candidates, listBytes, ways } = searchCostOf(this.database);
    return { candidates, listBytes, ways: [...ways].sort() };
  }

  /** The owner whose imports may be read; undefined if all may be. Reading this reads the viewer. */
  get readableOwner(): string | undefined {
    return readableOwner(this.viewer);
  }
}

/** All loaders. Every request has its own, so that nothing is remembered across viewers. */
export type Loaders = ReturnType<typeof makeLoaders>;

function makeLoaders(database: Database, readableOwner: () => string | undefined) {
  return {
    ...recordLoaders(database),
    ...siteLoaders(database),
    ...importLoaders(database, readableOwner),
  };
}
