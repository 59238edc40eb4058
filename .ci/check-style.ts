import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

// What no other tool checks: words of documents, messages and comments, and the braces of guards.

/** Words that a native-speaking engineer would not write, and what they would write instead. */
const unwanted: readonly (readonly [RegExp, string])[] = [
  [/\bmend(s|ed|ing)?\b/i, 'fix'],
  [/\banew\b/i, 'again'],
  [/\bwhoever\b/i, 'any client that, callers'],
  [/\bhears (of|that|how|what|about|every|the|,)/i, 'is notified of, is called with'],
  [/\bunpack(s|ed|ing)?\b/i, 'decompress'],
  [/\b(is|are) wanted\b/i, 'expected'],
  [/(?<!\bthere )\b(is|are) no (?!longer\b|more\b|faster\b|need\b|room\b|way\b)/i, 'is not a'],
  [/\blets? go of\b/i, 'release'],
];

const guard =
  /^( *)(if \([^\n]*\)) \{\n *((?:return|throw|continue|break)[^\n]*;)\n\1\}(?! else)/gm;
const lineWidth = 100;

// With files that are not added yet: a new file is checked before it is committed.
const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
const files = [
  'src',
  'tests',
  'bench',
  'input',
  'page',
  'docs',
  '*.md',
  '.ci',
  'package.json',
  ':!.ci/check-style.ts',
];
let isClean = true;

function report(file: string, text: string, index: number, advice: string): void {
  const line = text.slice(0, index).split('\n').length;
  process.stderr.write(`${file}:${line}: ${advice}\n`);
  isClean = false;
}

for (const file of execFileSync('git', [...listed, ...files], { encoding: 'utf8' })
  .split('\0')
  .filter((name) => /\.(tsx?|md|sh|json)$/.test(name))) {
  const text = readFileSync(file, 'utf8');
  // Tests send and expect words of any kind.
  for (const [pattern, better] of file.startsWith('tests/') ? [] : unwanted) {
    for (const { 0: word, index } of text.matchAll(new RegExp(pattern, 'gi'))) {
      report(file, text, index, `"${word.trim()}": write "${better}"`);
    }
  }
  for (const { 1: indent = '', 2: head = '', 3: body = '', index } of text.matchAll(guard)) {
    if (`${indent}${head} ${body}`.length > lineWidth) continue;
    report(file, text, index, `a guard that fits one line has no braces: ${head} ${body}`);
  }
}
if (!isClean) process.exitCode = 1;
