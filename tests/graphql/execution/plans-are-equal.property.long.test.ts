import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ExecutionResult, execute, parse, validate } from 'graphql';
import { noAuditLog } from '../../../src/audit/audit-log.js';
import { Context, ExecutionNotes } from '../../../src/graphql/context.js';
import { QueryPlans } from '../../../src/graphql/execution/query-plans.js';
import { createSchema } from '../../../src/schema.js';
import { everyone } from '../../../src/viewer/viewer.js';
import { randomQuery } from '../../support/random-query.js';
import { item, type Service, startService } from '../../support/service.js';

const schema = createSchema();
const plans = new QueryPlans(schema);

let service: Service;
beforeAll(async () => {
  service = await startService();
  const items = Array.from({ length: 12 }, (_, index) =>
    item({ title: `Title «${index}»`, uri: `https://${index % 3}.example/${index}` }),
  );
  await service.importItems([...items.slice(0, 7), item({ title: '' }), item({ date: 'May 23' })]);
  await service.importItems(items.slice(5));
});
afterAll(() => service.stop());

const newContext = () =>
  new Context(
    { id: 'test', ip: '127.0.0.1', viewer: everyone, bodyBytes: 0 },
    service.app.fork(),
    new ExecutionNotes(everyone),
    noAuditLog,
  );

/**
 * A result as a client sees it, with the errors sorted, as both execute fields concurrently. Of several
 * errors that make the same place null, any one may be reported (GraphQL, 6.4.4).
 */
function toComparable({ data, errors = [] }: ExecutionResult) {
  const formatted = errors.map(({ message, path = [], locations }) => {
    const place = pathToNull(path, data);
    return JSON.stringify(place.length === path.length ? { message, path, locations } : place);
  });
  return { data: JSON.stringify(data), errors: [...new Set(formatted)].sort() };
}

/** The beginning of a path, up to the null in the data. */
function pathToNull(
  path: readonly (string | number)[],
  data: unknown,
): readonly (string | number)[] {
  let at = data;
  for (const [depth, step] of path.entries()) {
    if (at === null || at === undefined) return path.slice(0, depth);
    at = (at as Record<string | number, unknown>)[step];
  }
  return path;
}

test('a compiled query returns what GraphQL.js returns', async () => {
  let compiled = 0;
  await fc.assert(
    fc.asyncProperty(randomQuery(schema), async ({ text, variables, operationName }) => {
      const document = parse(text);
      expect(validate(schema, document)).toEqual([]);
      plans.prepare(document, operationName);
      const plan = plans.getPlan(document, operationName);
      if (plan === undefined) return;
      compiled++;
      const expected = await execute({
        schema,
        document,
        contextValue: newContext(),
        variableValues: variables,
        operationName,
      });
      // Twice, as a plan must carry nothing over from one request to the next.
      for (const _time of [1, 2]) {
        expect(toComparable(await plan(newContext(), variables))).toEqual(toComparable(expected));
      }
    }),
    { numRuns: 300 },
  );
  expect(compiled).toBeGreaterThan(100);
}, 120_000);
