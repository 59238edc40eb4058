import type { IncomingHttpHeaders } from 'node:http';

/**
 * On whose behalf something is done. Sign-in adds its kinds of viewers here; until then every request
 * is anonymous.
 */
export type Viewer = { readonly kind: 'anonymous' } | { readonly kind: 'command line' };

/** The viewer of every request that carries no proof of identity. */
export const anonymous: Viewer = { kind: 'anonymous' };

/** The viewer of commands that work on the database directly. */
export const commandLine: Viewer = { kind: 'command line' };

/** The viewer that a request comes from. It is known before the response cache is asked. */
export type IdentifyViewer = (headers: IncomingHttpHeaders) => Viewer;

/** Sign-in lands here: until then, no header identifies anybody. */
export const identifyViewer: IdentifyViewer = () => anonymous;

/**
 * The name under which a viewer's imports and idempotency keys are stored. It is the same in every
 * request, differs from that of every other viewer, and has at most 255 bytes.
 */
export function ownerOf({ kind }: Viewer): string {
  return kind;
}

/**
 * The label of all viewers that get the same response to an operation that does not read its viewer.
 * It is part of the key under which such a response is cached; what does read the viewer is never
 * cached (see {@link TrackedViewer}). All viewers see the same records, so there is one label. Once
 * some of them see fewer, the label must tell these apart.
 */
export function cacheScope(_viewer: Viewer): CacheScope {
  return 'everyone';
}

export type CacheScope = 'everyone';
