// The addresses are in many languages. cspell:disable
import { dirtyItemAt } from '../../../input/dirty-item.ts';
import { createRandom } from '../random.ts';
import type { Item } from '../service.js';
import { drawTitle } from './varied-titles.ts';

const hosts = [
  ...['example.com', 'www.example.com', 'example.com:8080', 'a.example', 'EXAMPLE.org'],
  ...['münchen.example', '例え.example', 'пример.example', 'xn--e1afmkfd.example', '[2001:db8::1]'],
] as const;

const segments = [
  ...['a', 'b', 'index.html', 'caf%C3%A9', 'café', '%E6%9D%B1%E4%BA%AC', '東京', 'a%20b', '100%25'],
  ...['%FF%FE', '%F0%9F%98%80', 'aaaa', 'abab', '2014', '08', 'news', 'мир', '..;x', '~u', 'A_B'],
] as const;

const dates = [
  ...['1000-01-01', '9999-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z', '1970-01-01'],
  ...['2014-03-08', '2014-03-08T00:00:00.001Z', '2020-02-29T12:00:00Z'],
] as const;

/**
 * Valid items, always the same at the same index: every second one is the generator's, the others
 * are in other scripts, short, repetitive, or long.
 */
export function variedItemAt(index: number): Item {
  if (index % 2 === 0) return dirtyItemAt({ seed: 7, clean: true }, index);
  const random = createRandom(index);
  const title = drawTitle(random);
  // A seldom one is as long as URIs may be.
  const depth = random.below(50) === 0 ? 60 + random.below(60) : random.below(6);
  const path = Array.from({ length: depth }, () => random.pick(segments)).join('/');
  const unique = random.below(3) === 0 ? `?${index}` : `#${index.toString(36)}`;
  const day = new Date(Date.UTC(1990 + random.below(30), random.below(12), 1 + random.below(28)));
  return {
    title: /[\p{L}\p{N}]/u.test(title) ? title : `${title}${index % 10}`,
    uri: `http${index % 3 ? 's' : ''}://${random.pick(hosts)}/${path.slice(0, 1800)}${unique}`,
    date: random.below(3) === 0 ? random.pick(dates) : day.toISOString(),
  };
}
