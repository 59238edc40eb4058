import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

/** A page, and what its headers need. */
export interface RenderedIde {
  /** The page in gzip. */
  readonly gzipped: Uint8Array;
  readonly etag: string;
  /** The hash by which a Content-Security-Policy allows the page's only script. */
  readonly scriptHash: string;
}

// Runs as a child process: the memory to load GraphiQL, some 80 MB, is freed when it exits.
process.once('message', (options: Parameters<typeof renderGraphiQL>[0]) => {
  const html = renderGraphiQL(options);
  const script = html.slice(html.indexOf('<script>') + 8, html.lastIndexOf('</script>'));
  const gzipped = gzipSync(html);
  const page: RenderedIde = {
    gzipped,
    etag: `"${createHash('sha256').update(gzipped).digest('base64url').slice(0, 22)}"`,
    scriptHash: `sha256-${createHash('sha256').update(script).digest('base64')}`,
  };
  process.send?.(page, undefined, undefined, () => process.disconnect());
});
