import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type DirtyItem, dirtyItemAt, type Recipe, sampleSize } from '#input/dirty-item';

const usage = `Writes items with the kinds of faults that real records have.

  node input/generate.ts [--count N] [--format json|ndjson] [--seed N] [--clean] [--output FILE]

  --count N      number of items; a shorter file is a prefix of a longer one (default 100)
  --format       json, { "items": [...] }, or ndjson, one item per line (default json)
  --seed N       different seeds give different items (default: the seed of input/data.json)
  --clean        valid and tidy items only
  --output FILE  default: standard output
`;

/** The parsed command line. */
export interface Request {
  readonly recipe: Recipe;
  readonly count: number;
  readonly format: Format;
  /** A path; undefined for standard output. */
  readonly output: string | undefined;
}

type Format = 'json' | 'ndjson';

/** Chosen so that the README's sample search, `confort` from 2012 to 2020, finds items in two languages. */
export const defaultSeed = 20_874;
const maxSeed = 2 ** 32 - 1;
const maxCount = 1_000_000_000;
const chunkLength = 1 << 16;

/**
 * Parses the command line.
 *
 * @throws RangeError for an invalid value, TypeError for an unknown option; the message says what was
 *   received and what is allowed
 */
export function parseRequest(args: readonly string[]): Request | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      count: { type: 'string', default: String(sampleSize) },
      format: { type: 'string', default: 'json' },
      seed: { type: 'string', default: String(defaultSeed) },
      clean: { type: 'boolean', default: false },
      output: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.format !== 'json' && values.format !== 'ndjson') {
    throw new RangeError(`--format must be json or ndjson, not "${values.format}".`);
  }
  if (values.output === '') throw new RangeError('--output must be the path of a file, not "".');
  return {
    recipe: { seed: parseInteger('--seed', values.seed, 0, maxSeed), clean: values.clean },
    count: parseInteger('--count', values.count, 1, maxCount),
    format: values.format,
    output: values.output,
  };
}

function parseInteger(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d{1,10}$/.test(text) || value < min || value > max) {
    throw new RangeError(`${option} must be a whole number from ${min} to ${max}, not "${text}".`);
  }
  return value;
}

/** Generates the file in chunks of about 64 KiB, so that memory stays flat whatever the count. */
export function* generateChunks({
  recipe,
  count,
  format,
}: Omit<Request, 'output'>): Generator<string> {
  let chunk = format === 'json' ? '{\n  "items": [\n' : '';
  for (let index = 0; index < count; index += 1) {
    const item = dirtyItemAt(recipe, index);
    if (format === 'json') chunk += prettyItem(item) + (index < count - 1 ? ',\n' : '\n');
    else chunk += `${JSON.stringify(item)}\n`;
    if (chunk.length >= chunkLength) {
      yield chunk;
      chunk = '';
    }
  }
  yield format === 'json' ? `${chunk}  ]\n}\n` : chunk;
}

const prettyItem = (item: DirtyItem): string =>
  JSON.stringify(item, null, 2).replaceAll(/^/gm, '    ');

async function run(args: readonly string[]): Promise<void> {
  const request = parseRequest(args);
  if (request === 'help') {
    process.stdout.write(usage);
    return;
  }
  const { output } = request;
  const target = output === undefined ? process.stdout : createWriteStream(output);
  await pipeline(Readable.from(generateChunks(request)), target);
}

if (import.meta.main) {
  try {
    await run(process.argv.slice(2));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // A reader that closes the pipe early, such as `head`, is not an error.
    if (code !== 'EPIPE') {
      const isMisuse = error instanceof RangeError || code?.startsWith('ERR_PARSE_ARGS') === true;
      process.stderr.write(`${message}\n${isMisuse ? `\n${usage}` : ''}`);
      process.exitCode = isMisuse ? 2 : 1;
    }
  }
}
