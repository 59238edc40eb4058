import { test } from '@jest/globals';
import { item, startService } from '../support/service.js';
test('diff', async () => {
  const service = await startService({ CACHE_MEGABYTES: '0' });
  const items = Array.from({ length: 12 }, (_, index) =>
    item({ title: `Title «${index}»`, uri: `https://${index % 3}.example/${index}` }),
  );
  await service.importItems([...items.slice(0, 7), item({ title: '' }), item({ date: 'May 23' })]);
  await service.importItems(items.slice(5));
  const q = async (text: string, variables = {}) => console.log(text, JSON.stringify((await service.ask(text, variables)).data ?? 'ERR'));
  const p = '{ pageInfo { hasPreviousPage hasNextPage } }';
  for (const f of ['', 'filter: { date: { gte: $d } }', 'filter: { date: { gte: "2014-03-08" } }', 'filter: { not: { and: $f } }', 'filter: { date: { gte: $d }, not: { text: null, and: $f } }', 'filter: { date: { gte: "2014-03-08" }, not: { text: null, and: [{},{site: "title"}] } }']) {
    const text = `query($d: DateTime, $f: [RecordFilter!]) { x: __typename @include(if: true) ${f.includes('$d') ? '' : 'z: records(filter: {date: {gte: $d}}) {__typename}'} ${f.includes('$f') ? '' : 'y: records(filter: {and: $f}) {__typename}'} sites { nodes { host records(last: 0 ${f}) ${p} } } }`;
    const v = { d: '2014-03-08', f: [{}, { site: 'title' }] };
    await q(text, v);
    await q(text.replace('@include(if: true)', ''), v);
    for (let i = 0; i < 25; i++) await service.ask(text.replace('@include(if: true)', ''), v);
    await q(text.replace('@include(if: true)', ''), v);
  }
  await service.stop();
});
