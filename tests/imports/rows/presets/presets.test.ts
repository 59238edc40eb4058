// cspell:ignore gdelt

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { normaliseRecord } from '../../../../src/imports/normalise/normalise-record.js';
import { findPreset } from '../../../../src/imports/rows/presets/find-preset.js';
import { presets } from '../../../../src/imports/rows/presets/presets.js';
import type { TakenInput } from '../../../../src/imports/rows/taken-input.js';
import { presetSamples, recordIn } from '../../../support/preset-samples.js';
import { inPieces, rowsOf } from '../../../support/rows.js';

const samples = Object.entries(presetSamples);

const recordsOf = async (...[input, options]: Parameters<typeof rowsOf>) =>
  (await rowsOf(input, options)).items.map((item) => {
    const normalised = normaliseRecord(item);
    if ('reasons' in normalised) return normalised.reasons.map(({ message }) => message);
    const { title, uri, date } = normalised.record;
    return { title, uri, date: date.toISOString() };
  });

test('there is a file for every preset', () => {
  expect(Object.keys(presetSamples)).toEqual(presets.map(({ name }) => name));
});

test.each(samples)(
  'a file of the preset %s is recognised by its content, whatever the names in it mean elsewhere',
  async (name, text) => {
    const taken: TakenInput[] = [];
    const onTaken = (now: TakenInput) => taken.push(now);
    expect(await recordsOf(text, { onTaken })).toEqual([recordIn(name)]);
    expect(taken).toMatchObject([{ preset: name }]);
    expect(taken[0]?.note).toContain(`It was read as ${findPreset(name).label}`);
  },
);

test.each(samples)(
  'a file of the preset %s is read when the preset is given',
  async (name, text) => {
    expect(await recordsOf(text, { preset: findPreset(name) })).toEqual([recordIn(name)]);
  },
);

test.each(samples)(
  'a file of the preset %s gives the same rows however it is split into pieces',
  async (_name, text) => {
    const bytes = Buffer.from(text);
    const whole = await rowsOf(bytes, {});
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        async (lengths) => {
          expect(await rowsOf(inPieces(bytes, lengths), {})).toEqual(whole);
        },
      ),
      { numRuns: 20 },
    );
  },
);

test('columns that are given beat those of a preset, which then says nothing about their dates', async () => {
  const text = `title,url,time_added,saved\nA,https://p.example/1,1394290862,2015-01-01\n`;
  expect(await recordsOf(text, { map: { date: 'saved' } })).toEqual([
    { title: 'A', uri: 'https://p.example/1', date: '2015-01-01T00:00:00.000Z' },
  ]);
});

test('a file whose columns are title, uri and date is read by these names, whatever others it has', async () => {
  const text = `title,uri,date,url,time_added\nA,https://p.example/1,2014-03-08,https://p.example/2,1\n`;
  expect(await recordsOf(text, {})).toMatchObject([{ uri: 'https://p.example/1' }]);
});

test('a long list on one line is found by its first item', async () => {
  const hits = Array.from({ length: 500 }, (_, n) => ({
    objectID: `${n}`,
    title: `Story ${n}`,
    url: `https://p.example/${n}`,
    created_at: '2014-03-08T15:01:02Z',
  }));
  expect(await recordsOf(JSON.stringify({ hits }), {})).toHaveLength(500);
});

test('a preset of another format is refused with what the file is', async () => {
  const pocket = presetSamples.pocket ?? '';
  expect((await rowsOf(pocket, { preset: findPreset('reddit') })).error).toMatch(
    /^The preset reddit is a listing of Reddit \(JSON\), but the input was taken for CSV, because /,
  );
});

test('an unknown preset is refused with the names of all presets', () => {
  expect(() => findPreset('delicious')).toThrow(
    /^The preset "delicious" is unknown; expected one of "netscape", "pocket-html", .*"gdelt-gkg-1"\.$/,
  );
});

test('a preset is recognised by one of the first items, if the very first is of another kind', async () => {
  const link = {
    createdAt: 1394290862,
    title: null,
    content: { type: 'link', url: 'https://p.example/1' },
  };
  const note = { createdAt: 1394290862, title: 'A note', content: { type: 'text', text: 'x' } };
  const taken: TakenInput[] = [];
  const onTaken = (now: TakenInput) => taken.push(now);
  const { items } = await rowsOf(JSON.stringify({ bookmarks: [note, link] }), { onTaken });
  expect(taken).toMatchObject([{ preset: 'karakeep' }]);
  expect(items.map(({ uri }) => uri)).toEqual([null, 'https://p.example/1']);
});

test('the title of a bookmark that Pinboard describes as false is its uri', async () => {
  const bookmark = { href: 'https://p.example/1', time: '2014-03-08T15:01:02Z' };
  const rows = [
    { ...bookmark, description: false },
    { ...bookmark, description: 'A walk' },
  ];
  const { items } = await rowsOf(JSON.stringify(rows), {});
  expect(items.map(({ title }) => title)).toEqual(['https://p.example/1', 'A walk']);
});
