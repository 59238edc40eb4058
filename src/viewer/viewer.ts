import { hash } from 'node:crypto';
import { allScopes, type ScopeSet } from './scopes.js';

/** A viewer without credentials. */
export interface AnonymousViewer {
  readonly kind: 'anonymous';
  readonly scopes: ScopeSet;
}

/** A viewer that has proved its identity. */
export interface KnownViewer {
  readonly kind: 'user' | 'service';
  /** The name of the issuer in the configuration; `token` for static tokens. */
  readonly issuer: string;
  /** The name of the viewer, unique for its issuer: the claim `sub`, or the name of a static token. */
  readonly subject: string;
  readonly scopes: ScopeSet;
  /** How it was proved. */
  readonly via: 'jwt' | 'token';
}

/** A command that works on the database directly: access to the database is access to everything. */
export interface CommandLineViewer {
  readonly kind: 'command line';
  readonly scopes: ScopeSet;
}

/** On whose behalf something is done. */
export type Viewer = AnonymousViewer | KnownViewer | CommandLineViewer;

/** The viewer of every request while access control is off (`AUTH=off`): it may do everything. */
export const everyone: AnonymousViewer = { kind: 'anonymous', scopes: allScopes };

/** The viewer of commands that work on the database directly. */
export const commandLine: CommandLineViewer = { kind: 'command line', scopes: allScopes };

const maxOwnerBytes = 255;

/**
 * The name under which a viewer's imports and idempotency keys are stored. It is the same in every
 * request, whatever its credentials are, differs from that of every other viewer, and has at most 255
 * bytes.
 */
export function ownerOf(viewer: Viewer): string {
  if (viewer.kind === 'anonymous' || viewer.kind === 'command line') return viewer.kind;
  const owner = `user:${viewer.issuer}:${viewer.subject}`;
  // The name of an issuer contains neither character, so the two forms never meet.
  return Buffer.byteLength(owner) <= maxOwnerBytes
    ? owner
    : `user:${viewer.issuer}#${hash('sha256', viewer.subject)}`;
}

/**
 * The owner whose imports a viewer may read; undefined if it may read all of them.
 * Viewers who may read none have an owner as well: what they select is rejected before it is read.
 */
export function readableOwner(viewer: Viewer): string | undefined {
  return viewer.scopes.has('imports:read-all') ? undefined : ownerOf(viewer);
}

/**
 * The label of all viewers that get the same response to an operation that does not read its viewer.
 * It is part of the key under which such a response is cached; what does read the viewer is never
 * cached (see {@link TrackedViewer}). All viewers that may get a record see the same one. Once some of
 * them see fewer, the label must tell these apart.
 *
 * Processes share responses through Redis, and one without access control keeps what it made from
 * everybody's imports: those with access control must not find it.
 */
export function cacheScope(viewer: Viewer): CacheScope {
  return viewer === everyone ? 'everyone' : 'allowed';
}

export type CacheScope = 'everyone' | 'allowed';
