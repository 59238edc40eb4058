import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { limitConcurrency } from '../../concurrency/semaphore.js';
import { AbandonedError } from '../../concurrency/waiter.js';
import { InputError } from '../../errors/input-error.js';
import { RequestError } from '../../errors/request-error.js';
import type { Compression } from '../../formats/compression/decompress.js';
import { JsonComplexity } from '../../formats/json/json-complexity.js';
import { maxBodyBytes } from '../server-bounds.js';
import type { BodyMemory } from './body-memory.js';
import { ByteBuffer, bodyTooLarge } from './byte-buffer.js';
import { decompressBody } from './decompress-body.js';
import { drainBody } from './drain-body.js';
import { explainInvalidJson } from './explain-invalid-json.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The size of the body in bytes, decompressed. */
    bodyBytes: number;
  }
}

/** A body that is about to be read. */
export interface IncomingBody {
  readonly compression: Compression | undefined;
  /** Registers a callback for when the response is complete or the client has left. */
  readonly onClose: (release: () => void) => void;
}

/** How bodies are parsed. */
export interface JsonParserOptions {
  readonly memory: BodyMemory;
  /** Seconds for which the rest of a refused body is drained. */
  readonly requestSeconds: number;
  readonly incomingBody: (request: FastifyRequest) => IncomingBody;
}

// Some decompressors produce 16 MB out of a few bytes before the first can be seen.
const maxConcurrentDecompressions = 2;

/**
 * Parses bodies that are JSON in UTF-8, compressed or not. They are checked while they arrive, so that
 * none is held in memory that will be refused.
 */
export function registerJsonParser(
  app: FastifyInstance,
  { memory, requestSeconds, incomingBody }: JsonParserOptions,
): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  const withPermit = limitConcurrency(maxConcurrentDecompressions);
  app.decorateRequest('bodyBytes', 0);
  app.addContentTypeParser('application/json', (request, _payload, done) => {
    // A wrong URL is reported as such, whatever was sent there.
    if (request.is404) return done(null, undefined);
    // Refused before it is sent, as draining it would take too long.
    if (Number(request.headers['content-length']) > maxBodyBytes) return done(bodyTooLarge());
    const { compression, onClose } = incomingBody(request);
    const json = new JsonBuffer(memory, onClose);
    function finish(error?: Error) {
      if (error) {
        json.release();
        drainBody(request.raw, requestSeconds);
        return done(error);
      }
      const bytes = json.take();
      request.bodyBytes = bytes.length;
      if (!isUtf8(bytes)) return done(invalidUtf8());
      const text = bytes.toString();
      return parse(request, text, (fault, value) =>
        fault && text !== '' ? done(explainInvalidJson(text)) : done(fault, value),
      );
    }
    if (compression === undefined) return collect(request.raw, json, finish);
    const compressed = new ByteBuffer(memory, onClose);
    return collect(request.raw, compressed, (error) => {
      if (error) compressed.release();
      if (error) return finish(error);
      const decompress = () => decompressInto(json, compressed.take(), compression);
      withPermit(decompress)
        .finally(() => compressed.release())
        .then(() => finish(), finish);
    });
  });
}

/** A buffer that refuses JSON that is too complex to be parsed. */
class JsonBuffer extends ByteBuffer {
  readonly #complexity = new JsonComplexity();

  override add(chunk: Uint8Array): void {
    this.#complexity.add(chunk);
    super.add(chunk);
  }
}

type Done = (error?: Error) => void;

/** Uses events, as nearly all bodies arrive in one chunk, for which an iterator takes too long. */
function collect(raw: IncomingMessage, into: ByteBuffer, done: Done): void {
  function finish(error?: Error) {
    raw.off('data', take).off('end', finish).off('error', leave);
    done(error);
  }
  function take(chunk: Buffer) {
    try {
      into.add(chunk);
    } catch (error) {
      finish(error as Error);
    }
  }
  const leave = () => finish(new AbandonedError());
  raw.on('data', take).on('end', finish).on('error', leave);
}

/** Decompresses a body once it is complete: how long a decompressor holds memory must not depend on the client. */
async function decompressInto(
  json: ByteBuffer,
  compressed: Buffer,
  compression: Compression,
): Promise<void> {
  try {
    for await (const chunk of decompressBody([compressed], compression)) json.add(chunk);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new RequestError(
      'BAD_REQUEST',
      `The Content-Encoding is "${compression}", but the request body cannot be decompressed as such.`,
    );
  }
}

const invalidUtf8 = () =>
  new RequestError(
    'BAD_REQUEST',
    'The request body contains bytes that are not valid UTF-8; expected JSON in UTF-8.',
  );
