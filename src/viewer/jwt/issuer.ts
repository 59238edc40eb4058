import { z } from 'zod';
import { scopeNames } from '../scopes.js';
import { tokenIssuer } from '../tokens/open-token-source.js';

/**
 * The algorithms that an issuer may sign with. Those with a shared secret (`HS256` …) and `none` are not
 * among them: a service that can verify such a token could forge it (RFC 8725, sections 2.1 and 3.1).
 */
const algorithms = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const),
] as const;

const aText = 'expected a string that is not empty';
const someTexts = 'expected a list of at least one string';
const text = z.string(aText).min(1, aText);
const texts = z.array(text, someTexts).min(1, someTexts);

const anAddress = 'expected a URL like https://login.example.com/keys';
const address = z
  .string(anAddress)
  .refine((url) => /^https?:$/.test(URL.parse(url)?.protocol ?? ''), anAddress);

const aName = `expected 1 to 32 of the characters a-z, 0-9 and "-", and not "${tokenIssuer}"`;
const aScope = `expected one of ${scopeNames.join(', ')}`;
const someScopes = `expected a list of at least one of ${scopeNames.join(', ')}`;
const someAlgorithms = `expected a list of at least one of ${algorithms.join(', ')}`;

const aTest =
  'expected {"claim": …, "values": […]}, {"claim": …, "sameAs": …} or {"claim": …, "exists": true}';
const claimTest = z.union(
  [
    z.strictObject({ claim: text, values: texts }),
    z.strictObject({ claim: text, sameAs: text }),
    z.strictObject({ claim: text, exists: z.boolean() }),
  ],
  aTest,
);

function seconds(max: number, fallback: number) {
  const expected = `expected a whole number from 0 to ${max}`;
  return z.number(expected).int(expected).min(0, expected).max(max, expected).default(fallback);
}

const issuer = z
  .strictObject(
    {
      name: z
        .string(aName)
        .regex(/^[a-z0-9-]{1,32}$/, aName)
        .refine((name) => name !== tokenIssuer, aName)
        .describe('Names the issuer in the owners of imports and in logs. Never change it.'),
      issuer: address.describe('The claim "iss", exactly as it is in the tokens.'),
      jwks: address.describe("Where the issuer's JSON Web Key Set is (RFC 7517).").optional(),
      discovery: address
        .describe(
          'Where the metadata of the issuer is, which name its key set (RFC 8414, OpenID Connect Discovery). By default: the issuer, followed by /.well-known/openid-configuration.',
        )
        .optional(),
      privateNetwork: z
        .boolean('expected true or false')
        .default(false)
        .describe('Whether the key set and the metadata may be at addresses of a private network.'),
      algorithms: z
        .array(z.enum(algorithms, `expected one of ${algorithms.join(', ')}`), someAlgorithms)
        .min(1, someAlgorithms)
        .describe('The algorithms that tokens may be signed with. RS256 is verified fastest.'),
      audiences: texts
        .describe('The claim "aud" must have one of them. Required unless there are clients.')
        .optional(),
      clients: texts
        .describe('The claim "client_id", or else "azp", must be one of them.')
        .optional(),
      tokenUse: text
        .describe('What the claim "token_use" must be: "access" for Cognito.')
        .optional(),
      typ: text
        .describe(
          'What the header "typ" must be, like "at+jwt" (RFC 9068). By default, it may be missing, "JWT" or "at+jwt".',
        )
        .optional(),
      leewaySeconds: seconds(120, 30).describe('How far the clocks may differ.'),
      maxAgeSeconds: seconds(31_536_000, 86_400).describe(
        'How long after its claim "iat" a token is accepted at most.',
      ),
      scopeClaim: text
        .default('scope')
        .describe('The claim with the scopes: a string with blanks between them, or a list.'),
      scopePrefix: text
        .describe('What stands before each scope, like "records/". Scopes without it do not count.')
        .optional(),
      scopesByClaim: z
        .record(
          text,
          z.record(
            text,
            z.array(z.enum(scopeNames, aScope), someScopes).min(1, someScopes),
            'expected an object from values of the claim to lists of scopes',
          ),
          'expected an object from names of claims to objects',
        )
        .describe(
          'Scopes by the values of other claims, like {"cognito:groups": {"editors": ["imports:write"]}}. A name that begins with "/" is a JSON Pointer (RFC 6901), like "/realm_access/roles".',
        )
        .default({}),
      service: claimTest
        .describe('Viewers are services, and not users, where a claim passes this test.')
        .optional(),
    },
    'expected an object',
  )
  .refine(({ audiences, clients }) => audiences !== undefined || clients !== undefined, {
    path: ['audiences'],
    error:
      'expected audiences or clients: without them, tokens that were issued for any other service are accepted as well (RFC 8725, section 3.9)',
  })
  .refine(({ jwks, discovery }) => jwks === undefined || discovery === undefined, {
    path: ['discovery'],
    error: 'expected "jwks" or "discovery", but not both',
  });

/** An issuer of JSON Web Tokens, as the file of `AUTH_ISSUERS` describes it. */
export type Issuer = z.output<typeof issuer>;

/** The content of the file. */
export const issuerList = z
  .array(issuer, 'expected a list of issuers')
  .min(1, 'expected a list of at least one issuer')
  .superRefine((all, context) => {
    for (const member of ['name', 'issuer'] as const) {
      all.forEach((each, at) => {
        const first = all.findIndex((other) => other[member] === each[member]);
        if (first === at) return;
        const message = `expected a value of its own: [${first}] has it already`;
        context.addIssue({ code: 'custom', path: [at, member], message });
      });
    }
  });

/** The JSON schema of the file, which is published as schema/auth-issuers.schema.json. */
export function createIssuersSchema(): object {
  const schema = z.toJSONSchema(issuerList, { io: 'input' });
  return { title: 'Issuers of JSON Web Tokens for records-graphql (AUTH_ISSUERS)', ...schema };
}
