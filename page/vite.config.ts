import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** What a first visit may load, in bytes by brotli. */
const maxBytes = { '.js': 35_000, '.css': 6_000 } as const;

/** Compresses each file as well as it can be, so that the service need not, and keeps the page small. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    writeBundle({ dir = '' }) {
      const bytes = { '.js': 0, '.css': 0 };
      for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        const [kind] = /\.(js|css|html|svg)$/.exec(name) ?? [];
        if (kind === undefined) continue;
        const file = join(dir, name);
        const content = readFileSync(file);
        const best = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        const compressed = brotliCompressSync(content, { params: best });
        writeFileSync(`${file}.br`, compressed);
        writeFileSync(`${file}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
        if (kind === '.js' || kind === '.css') bytes[kind] += compressed.length;
      }
      for (const kind of ['.js', '.css'] as const) {
        if (bytes[kind] <= maxBytes[kind]) continue;
        this.error(
          `The page has ${bytes[kind]} bytes of ${kind}; at most ${maxBytes[kind]} may be loaded.`,
        );
      }
    },
  };
}

export default defineConfig({
  // Relative, so that the page works below any prefix.
  base: './',
  // Preact's JSX, without its development checks.
  oxc: { jsx: { importSource: 'preact', development: false } },
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  plugins: [precompress()],
});
