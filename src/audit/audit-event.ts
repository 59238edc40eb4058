import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { ownerOf, type Viewer } from '../viewer/viewer.js';

/** What happened. The page docs/auditing.md explains each. */
export type AuditAction =
  | 'import'
  | 'export'
  | 'read'
  | 'refusal'
  | 'start'
  | 'stop'
  | 'reload'
  | 'keys-change'
  | 'token-create'
  | 'token-revoke'
  | 'anchor'
  | 'torn-line'
  | 'lines-lost';

/**
 * What is known of a request or command. Never a token, variable, title, rejected row or document: a
 * type without room for them is what keeps them out.
 */
export interface AuditDetails {
  /** The name of an operation of a manifest; others name theirs as they like, so it could be a token. */
  readonly operation?: string | undefined;
  /** The SHA-256 of a GraphQL document, in hexadecimal. */
  readonly document?: string | undefined;
  readonly cost?: number | undefined;
  /** The id of an import. */
  readonly import?: number | undefined;
  readonly received?: number | undefined;
  readonly inserted?: number | undefined;
  readonly rejected?: number | undefined;
  /** How many records were read for an export. */
  readonly exported?: number | undefined;
  /** Whether nothing was stored on purpose. */
  readonly dryRun?: boolean | undefined;
  /** Whether it was done before, and not again. */
  readonly replayed?: boolean | undefined;
  /** The scopes that were missing, or that a token grants. */
  readonly scopes?: readonly string[] | undefined;
  /** The name of an issuer in the configuration. */
  readonly issuer?: string | undefined;
  /** The id of a static token; not secret. */
  readonly token?: string | undefined;
  /** How many lines could not be written. */
  readonly lost?: number | undefined;
  readonly torn?: { readonly bytes: number; readonly hash: string } | undefined;
}

/** Something that must be on record. */
export interface AuditEvent {
  readonly action: AuditAction;
  readonly outcome: 'success' | 'failure';
  /** Why it failed: a code, never a message, which may quote what was received. */
  readonly reason?: string | undefined;
  /** Undefined for somebody who has not been identified. */
  readonly viewer?: Viewer | undefined;
  /** The user of the operating system, for a command. */
  readonly userName?: string | undefined;
  readonly ip?: string | undefined;
  readonly requestId?: string | undefined;
  readonly details?: AuditDetails | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields of an event by their names in the Elastic Common Schema; those of our own begin with `records.`. */
export function toFields(event: AuditEvent, now: Date): Fields {
  const { action, outcome, reason, viewer, userName, ip, requestId, details = {} } = event;
  return {
    '@timestamp': now.toISOString(),
    'event.dataset': 'records.audit',
    'event.id': randomUUID(),
    'event.action': action,
    'event.outcome': outcome,
    'event.reason': shorten(reason),
    'user.id': viewer && shorten(ownerOf(viewer)),
    'user.kind': viewer?.kind,
    'user.name': shorten(userName),
    // A proxy may pass on whatever its client sent.
    'client.ip': ip !== undefined && isIP(ip) > 0 ? ip : undefined,
    'http.request.id': shorten(requestId),
    'records.operation': shorten(details.operation),
    'records.document': details.document,
    'records.cost': details.cost,
    'records.import': details.import,
    'records.received': details.received,
    'records.inserted': details.inserted,
    'records.rejected': details.rejected,
    'records.exported': details.exported,
    'records.dry_run': details.dryRun || undefined,
    'records.replayed': details.replayed || undefined,
    'records.scopes': details.scopes,
    'records.issuer': details.issuer,
    'records.token': shorten(details.token),
    'records.lost': details.lost,
    'records.torn': details.torn,
  };
}

const maxTextLength = 256;

/** Untrusted text of a bounded length. */
function shorten(text: string | undefined): string | undefined {
  if (text === undefined || text.length <= maxTextLength) return text;
  return `${text.slice(0, maxTextLength - 1)}…`;
}

/**
 * The fields as a line of printable ASCII, without its end: control characters, line separators,
 * bidirectional marks and lone surrogates are escaped, so no text can forge a line or rearrange one.
 */
export function toLine(fields: Fields): string {
  return JSON.stringify(fields).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
