import { z } from 'zod';
import { isNetwork } from '../text/network.js';
import { isScope, scopeNames } from '../viewer/scopes.js';
import {
  blankSeparated,
  bucketSize,
  commaSeparated,
  isHttpUrl,
  wholeNumber,
} from './setting-types.js';

/** The environment variables that decide who may do what, and how much of it. */
export const accessSettings = {
  PUBLIC_URL: {
    fallback: '',
    meaning:
      'The URL at which clients reach the service, as they find it in its metadata. If not set, it is that of the request.',
    type: z.string().refine((url) => url === '' || isHttpUrl(url)),
    allowed: 'a URL like https://records.example.com or https://example.com/records',
  },
  TRUSTED_PROXIES: {
    fallback: '',
    meaning:
      'The networks, separated by commas, of the proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` headers count. If not set, those headers are ignored.',
    type: commaSeparated.refine((networks) => networks.every(isNetwork)),
    allowed: 'IP addresses or networks like 10.0.0.0/8, separated by commas',
  },
  AUTH: {
    fallback: '',
    meaning:
      'Whether viewers are identified and need scopes: `on` or `off`. If not set, it is off; in production, the service does not start without it.',
    type: z.enum(['', 'on', 'off']),
    allowed: 'one of on, off',
  },
  AUTH_ISSUERS: {
    fallback: '',
    meaning:
      'The path of a JSON file with the issuers whose JSON Web Tokens (JWT) are accepted; its schema is `schema/auth-issuers.schema.json`. It is reloaded on SIGHUP.',
    type: z.string(),
    allowed: 'a path',
  },
  AUTH_TOKENS: {
    fallback: '',
    meaning:
      'The path of the file with the static tokens that `records token` manages. It is reloaded on SIGHUP.',
    type: z.string(),
    allowed: 'a path',
  },
  AUTH_ANONYMOUS_SCOPES: {
    fallback: '',
    meaning:
      'The scopes, separated by blanks or commas, of requests without a token. If not set, they have none.',
    type: blankSeparated
      .refine((names) => names.every(isScope))
      .transform((names) => new Set(names.filter(isScope))),
    allowed: `names out of ${scopeNames.join(', ')}, separated by blanks or commas`,
  },
  RATE_LIMIT: {
    fallback: '',
    meaning:
      'Whether each caller gets a limited share of the service: `on` or `off`. If not set, it is on exactly if `AUTH` is.',
    type: z.enum(['', 'on', 'off']),
    allowed: 'one of on, off',
  },
  RATE_LIMIT_ANONYMOUS: {
    fallback: '5000:200',
    meaning:
      'The share of each IP address (IPv6: of each /64 network) without a token: the cost that it may cause at once, and for how much more each second.',
    type: bucketSize,
    allowed: 'two whole numbers from 1 to 999999999, like 5000:200',
  },
  RATE_LIMIT_USER: {
    fallback: '20000:1000',
    meaning: 'The share of each viewer with a token, in the same form.',
    type: bucketSize,
    allowed: 'two whole numbers from 1 to 999999999, like 20000:1000',
  },
  RATE_LIMIT_ROWS: {
    fallback: '1000000:50000',
    meaning: 'The rows that each caller may import and export, in the same form.',
    type: bucketSize,
    allowed: 'two whole numbers from 1 to 999999999, like 1000000:50000',
  },
  RATE_LIMIT_PROCESSES: {
    fallback: '2',
    meaning:
      'How many processes divide the shares among themselves while they cannot use Redis together.',
    type: wholeNumber(10_000).refine((count) => count > 0),
    allowed: 'a whole number from 1 to 10000',
  },
  AUDIT_LOG: {
    fallback: '',
    meaning:
      'Where the audit log is written: `stdout`, or the path of a file, which is opened again on SIGHUP. If not set, there is none.',
    type: z.string(),
    allowed: 'stdout or a path',
  },
  AUDIT_KEY_FILE: {
    fallback: '',
    meaning:
      'The path of a private Ed25519 key as PEM (PKCS #8), which signs the audit log once a minute. If not set, it is not signed.',
    type: z.string(),
    allowed: 'a path',
  },
  AUDIT_READ_SAMPLE: {
    fallback: '100',
    meaning:
      'One of how many reads is recorded in the audit log: 1 for all of them, 0 for none. Everything else is always recorded.',
    type: wholeNumber(999_999_999),
    allowed: 'a whole number from 0 to 999999999',
  },
} as const;
