import { test } from '@jest/globals';
import { parse, specifiedRules, validate } from 'graphql';
import { QueryPlans } from '../../src/execution/query-plans.js';
import { makeSchema } from '../../src/schema.js';
const schema = makeSchema();
function timed(name: string, text: string) {
  const document = parse(text);
  const errors = validate(schema, document);
  const t0 = performance.now();
  const plans = new QueryPlans(schema);
  plans.prepare(document);
  const t1 = performance.now();
  const ok = plans.planOf(document) !== undefined;
  console.log(name, text.length, 'errors', errors.length, errors[0]?.message, 'plan', ok, (t1 - t0).toFixed(1), 'ms');
}
test('measure', () => {
  timed('warm', '{ records { nodes { id title } } }');
  timed('warm', '{ records { nodes { id title } } }');
  // fragments used many times: 1000 fields by distinct aliases? aliases<=15
  const leaf = 'id title uri date';
  timed('wide', `{ records { nodes { ${leaf} site { id host recordCount } import { id source received inserted duplicates rejected startedAt finishedAt } } } }`);
  // depth nest: site{records{nodes{site...}}}
  let deep = 'id';
  for (let i = 0; i < 4; i++) deep = `id title uri date import { id source received inserted } site { id host recordCount records { totalCount edges { cursor node { id title } } nodes { ${deep} } } }`;
  timed('deep', `{ records { nodes { ${deep} } } }`);
  // fragments multiply: F1 used at nodes, edges.node
  const f = (n: number): string => n === 0 ? 'id title uri date' : `id title uri date import { id source received inserted duplicates rejected startedAt finishedAt rejections { index title uri date reasons { code field message } } } site { id host recordCount records { totalCount topSites { count site { host } } nodes { ...F${n - 1} } edges { node { ...F${n - 1} } } } }`;
  for (const k of [2, 3, 4]) {
    const frs = Array.from({ length: k + 1 }, (_, n) => `fragment F${n} on Record { ${f(n)} }`).join(' ');
    timed(`frag ${k}`, `{ records { nodes { ...F${k} } edges { node { ...F${k} } } } } ${frs}`);
  }
  // introspection
  timed('typenames', `{ records { nodes { ${'__typename '.repeat(190)} } } }`);
  timed('big filter', `{ records(filter: { or: [${'{text: "a"} '.repeat(180)}] }) { totalCount } }`);
  const types = `name kind description fields { name args { name type { name ofType { name ofType { name } } } } type { name ofType { name } } }`;
  timed('introspection', `{ __schema { types { ${types} } } }`);
  const intro = (n: number): string => n === 0 ? 'name' : `name kind description fields { name type { ...T${n - 1} } args { type { ...T${n - 1} } } }`;
  for (const k of [3,4,5,6]) timed(`intro ${k}`, `{ __schema { types { ...T${k} } } } ` + Array.from({ length: k + 1 }, (_, n) => `fragment T${n} on __Type { ${intro(n)} }`).join(' '));
});
void specifiedRules;
