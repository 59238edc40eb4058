import { readFileSync, writeFileSync } from 'node:fs';
import { errorCodes } from '../dist/errors.js';
import { rejectionCodes } from '../dist/imports/rejection-reason.js';
import { settings } from '../dist/settings.js';

const readme = new URL('../README.md', import.meta.url);

const tables = {
  'rejection codes': [
    ['code', 'meaning'],
    ...Object.entries(rejectionCodes).map(([code, meaning]) => [`\`${code}\``, meaning]),
  ],
  'error codes': [
    ['code', 'status', 'meaning'],
    ...Object.entries(errorCodes).map(([code, { status, meaning }]) => [
      `\`${code}\``,
      String(status),
      meaning,
    ]),
  ],
  settings: [
    ['variable', 'default', 'meaning'],
    ...Object.entries(settings).map(([name, { fallback, meaning }]) => [
      `\`${name}\``,
      fallback === '' ? 'not set' : `\`${fallback}\``,
      meaning,
    ]),
  ],
};

let text = readFileSync(readme, 'utf8');
for (const [name, [head = [], ...rows]] of Object.entries(tables)) {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const place = new RegExp(`(<!-- table: ${name} -->\n)[^]*?(<!-- end -->)`);
  text = text.replace(place, (_, start, end) => `${start}${lines.join('\n')}\n${end}`);
}
writeFileSync(readme, text);
