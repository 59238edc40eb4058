import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sendByPost } from '../../support/graphql-requests.js';
import { codesOf } from '../../support/http.js';
import { type Service, startService } from '../../support/service.js';

// GraphQL over HTTP, appendix "Persisted Documents": https://graphql.github.io/graphql-over-http/draft/
const vectors = [
  [
    'query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}',
    'sha256:7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e',
  ],
  [
    'query($id:ID!){user(id:$id){name}}',
    'sha256:71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b',
  ],
] as const;

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

test.each(vectors)(
  'the document %j has the identifier %s, as in the draft of GraphQL over HTTP',
  async (query, documentId) => {
    // The schema has no users, which is noticed only if the identifier is right.
    const right = await sendByPost(service, { query, documentId });
    expect(codesOf(right)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    const wrong = await sendByPost(service, { query: `${query} `, documentId });
    expect(codesOf(wrong)).toEqual(['BAD_REQUEST']);
  },
);
