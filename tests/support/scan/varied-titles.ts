// The texts are in many languages. cspell:disable
import type { createRandom } from '../random.js';

type Random = ReturnType<typeof createRandom>;

const list = (words: string) => words.split(' ');

const scripts: readonly (readonly string[])[] = [
  list('東京 京都 都市 東 京 日本 日本語 本 語学 大学 学生 生活 活 人 人々 の は を に です ます'),
  list('北京 上海 中国 中 国家 家 人民 民 大 小 天 地 水 火 山 山水 的 了 是 不 一 二 三'),
  list('서울 대한민국 한국 사람 사람들 바다 바 다 산 강 하늘 나무 꽃 ㄱ 가 각 간'),
  list('Москва море Мир мир ёлка ель Йод год и в на не Щука щи ъ дом домовой долго'),
  list('مرحبا بِكُم سلام السلام كتاب كتب بحر البحر قمر و في من على الى آلة ألف'),
  list('שלום עולם ים הים ספר סֵפֶר בית ה ו של'),
  list('हिन्दी नमस्ते दुनिया क्षेत्र पानी किताब में का के क्'),
  list('สวัสดี โลก ทะเล น้ำ หนังสือ ที่ ไม่'),
  list('Straße STRASSE İstanbul ırmak ΟΔΟΣ οδός Œuvre œuf naïve façade Ångström ﬁne ﬀ ½ ①'),
  list('😀 😁 😀😀 👍🏽 👨‍👩‍👧 🇵🇹 🇫🇷 𝒜𝒷𝒸 𠮷野 🂡 🀄 ❤️ ❤'),
  list('l\'eau l’eau 100% 100 a_b axb \\ % _ -- – “q” "q" ` * ? [x] {y} <z> \' ; null NaN'),
];

const marks = ['\u0301', '\u0323', '\u0307', '\u05b0', '\u064e', '\u0e48', '\u20d0', '\u0488'];

/** Words of one script, some of them often. */
function drawWords(random: Random): string {
  const words = random.pick(scripts);
  const count = 1 + random.below(7);
  return Array.from(
    { length: count },
    () => words[random.below(1 + random.below(words.length))],
  ).join(random.below(4) === 0 ? '' : ' ');
}

/** One or two characters of any kind: also those that only marks and ends are beside. */
function drawShort(random: Random): string {
  const points = [...'abz09Éßж京の가ا😀𠮷-%_.'];
  return Array.from({ length: 1 + random.below(2) }, () => random.pick(points)).join('');
}

/** The same letters over and over again, so that one text occurs in another at several places. */
function drawRun(random: Random): string {
  const unit = random.pick(['a', 'ab', 'aab', 'aba', 'あ', '😀', 'の人', '. ', '%']);
  return (
    unit.repeat(1 + random.below(random.below(8) === 0 ? 80 : 6)) + random.pick(['', 'b', 'a'])
  );
}

/** Three letters in every order: all trigrams of a text mostly occur, and the text does not. */
function drawJumble(random: Random): string {
  const letters = random.pick([[...'abc'], [...'東京都'], [...'мир'], ['😀', '😁', 'x']]);
  const count = 3 + random.below(12);
  return Array.from({ length: count }, () => random.pick(letters)).join('');
}

/** Letters with one or several marks, which folding removes or keeps. */
function drawMarked(random: Random): string {
  const letters = [...'aeénоиاבกक '];
  const count = 2 + random.below(8);
  const marked = () => random.pick(letters) + (random.below(2) === 0 ? random.pick(marks) : '');
  return Array.from({ length: count }, marked).join('');
}

const kinds = [drawWords, drawWords, drawWords, drawShort, drawRun, drawJumble, drawMarked];

/** A title unlike those of the generator. It may be blank. */
export function drawTitle(random: Random): string {
  return [...random.pick(kinds)(random)].slice(0, 250).join('');
}
