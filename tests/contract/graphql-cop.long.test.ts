import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LightMyRequestResponse as Response } from 'fastify';
import { post, send } from '../support/http.js';
import { type Service, startService } from '../support/service.js';
import { times } from '../support/times.js';

// What https://github.com/dolevf/graphql-cop sends, and what it reports as a finding.
let service: Service;
beforeAll(async () => {
  service = await startService({ NODE_ENV: 'production' });
});
afterAll(() => service.stop());

const sent = (query: string) => post(service.app, '/graphql', { query });
const typename = '/graphql?query={__typename}';

/** The parts of a response that the checks read. */
interface Body {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

const bodyOf = (answer: Response): Body => answer.json();
const hasData = (answer: Response) => bodyOf(answer).data != null;
const says = (text: RegExp) => (answer: Response) => text.test(answer.body);

describe('in production, graphql-cop does not find', () => {
  test.each<[string, () => Promise<Response>, (answer: Response) => boolean]>([
    [
      'alias overloading',
      () => sent(`query cop { ${times(101, (at) => `alias${at}:__typename`)} }`),
      hasData,
    ],
    [
      'array-based query batching',
      () => post(service.app, '/graphql', Array(10).fill({ query: 'query cop { __typename }' })),
      (answer) => Array.isArray(answer.json()),
    ],
    [
      'directive overloading',
      () => sent(`query cop { __typename ${'@aa'.repeat(10)} }`),
      (answer) => bodyOf(answer).errors?.length === 10,
    ],
    [
      'circular query of the introspection',
      () =>
        sent(
          'query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }',
        ),
      hasData,
    ],
    [
      'circular fragments',
      () =>
        sent(
          'query { __schema { ...A } } fragment A on __Schema { __typename ...B } fragment B on __Schema { ...A }',
        ),
      (answer) => bodyOf(answer).errors === undefined,
    ],
    ['field duplication', () => sent(`query cop { ${'__typename \n'.repeat(500)} }`), hasData],
    [
      'introspection',
      () => sent('query cop { __schema { types { name fields { name } } } }'),
      hasData,
    ],
    [
      'a mutation by GET',
      () => send(service.app, { url: '/graphql?query=mutation%20cop%20{__typename}' }),
      hasData,
    ],
    ['a query by GET', () => send(service.app, { url: typename }), hasData],
    [
      'a POST without a body, as a form on another site sends it',
      () => send(service.app, { method: 'POST', url: typename }),
      hasData,
    ],
    [
      'a POST of an url-encoded form',
      () =>
        post(service.app, '/graphql', 'query={__typename}', {
          'content-type': 'application/x-www-form-urlencoded',
        }),
      hasData,
    ],
    ['traces', () => sent('query cop { __typename }'), says(/tracing|exception|stacktrace/i)],
    [
      'field suggestions',
      () => sent('query cop { __schema { directive } }'),
      says(/did you mean/i),
    ],
    ...['/graphiql', '/playground', '/console', '/graphql'].map(
      (url): [string, () => Promise<Response>, (answer: Response) => boolean] => [
        `an explorer at ${url}`,
        () => send(service.app, { url, headers: { accept: 'text/html' } }),
        says(/graphiql\.min\.css|GraphQL Playground|GraphiQL|graphql-playground/),
      ],
    ),
    ['unhandled errors', () => sent('qwerty cop { abc }'), says(/exception|stacktrace/i)],
  ])('%s', async (_check, ask, isFinding) => {
    service.statements();
    const answer = await ask();
    expect([answer.body, isFinding(answer)]).toEqual([answer.body, false]);
    // All requests but the one for traces are rejected.
    const isRejected = answer.statusCode >= 400 || bodyOf(answer).errors !== undefined;
    expect(isRejected || answer.json()).toEqual(
      isRejected ? true : { data: { __typename: 'Query' } },
    );
    expect(service.statements()).toEqual([]);
  });
});

test('a mutation by GET is rejected even with a header that makes browsers send a preflight', async () => {
  const answer = await send(service.app, {
    url: '/graphql?query=mutation%20cop%20{__typename}',
    headers: { 'apollo-require-preflight': 'true' },
  });
  expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
});
