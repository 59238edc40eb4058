// The texts are in many languages. cspell:disable

// Letters and signs of the first planes, except code points that newer versions of Unicode may assign.
const blocks: readonly [first: number, last: number][] = [
  [0x20, 0x233],
  [0x250, 0x377],
  [0x400, 0x52f],
  [0x5d0, 0x5ea],
  [0x621, 0x64a],
  [0x1e00, 0x1f15],
  [0x1fb6, 0x1fc4],
  [0x2000, 0x2064],
  [0x2070, 0x2071],
  [0x2100, 0x218b],
  [0x2200, 0x2211],
  [0x2460, 0x24ff],
  [0x2e3a, 0x2e42],
  [0x3000, 0x303f],
  [0x30a0, 0x30ff],
  [0xac00, 0xac10],
  [0xfb00, 0xfb06],
  [0xfe00, 0xfe19],
  [0xff01, 0xff9f],
  [0x1f600, 0x1f610],
  [0xe0001, 0xe0001],
  [0xe0020, 0xe007f],
];
/** Characters whose folding is tested: letters and signs that no newer version of Unicode changes. */
export const characters = blocks.flatMap(([first, last]) =>
  Array.from({ length: last - first + 1 }, (_, n) => String.fromCodePoint(first + n)),
);
/** URIs with escapes and an international host name, whose readable forms are folded as well. */
export const uris = [
  'https://example.com/Caf%C3%A9/l%E2%80%99hiver?q=%0A%20x%FF',
  'https://xn--r8jz45g.example:8080/%E4%BA%AC%E9%83%BD#%E2%80%94',
];
