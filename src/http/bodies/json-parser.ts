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
    /** How many bytes of JSON came with the request, unpacked. */
    bodyBytes: number;
  }
}

/** A body that is about to be read. */
export interface IncomingBody {
  readonly packing: Compression | undefined;
  /** Has `release` called when the request was answered, or its client has left. */
  readonly onClose: (release: () => void) => void;
}

/** What decides how bodies are read. */
export interface JsonBodiesOptions {
  readonly memory: BodyMemory;
  /** Seconds for which the rest of a body is read that was refused. */
  readonly requestSeconds: number;
  readonly arrivingOf: (request: FastifyRequest) => IncomingBody;
}

// Some unpackers make 16 MB out of a few bytes before they show the first of them.
const unpackedAtOnce = 2;

/**
 * Parses bodies that are JSON in UTF-8, as they are or packed. They are looked at as they come, so that
 * none is held in memory that will be refused.
 */
export function registerJsonParser(
  app: FastifyInstance,
  { memory, requestSeconds, arrivingOf }: JsonBodiesOptions,
): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  const unpackInTurns = limitConcurrency(unpackedAtOnce);
  app.decorateRequest('bodyBytes', 0);
  app.addContentTypeParser('application/json', (request, _payload, done) => {
    // Where there is nothing, that is what the client must hear, whatever it sent there.
    if (request.is404) return done(null, undefined);
    // Refused before it is sent, as the rest of it would take too long.
    if (Number(request.headers['content-length']) > maxBodyBytes) return done(bodyTooLarge());
    const { packing, onClose } = arrivingOf(request);
    const json = new HeldJson(memory, onClose);
    function finish(error?: Error) {
      if (error) {
        json.release();
        drainBody(request.raw, requestSeconds);
        return done(error);
      }
      const bytes = json.take();
      request.bodyBytes = bytes.length;
      if (!isUtf8(bytes)) return done(noUtf8());
      const text = bytes.toString();
      return parse(request, text, (fault, value) =>
        fault && text !== '' ? done(explainInvalidJson(text)) : done(fault, value),
      );
    }
    if (packing === undefined) return collect(request.raw, json, finish);
    const packed = new ByteBuffer(memory, onClose);
    return collect(request.raw, packed, (error) => {
      if (error) packed.release();
      if (error) return finish(error);
      const unpack = () => unpackInto(json, packed.take(), packing);
      unpackInTurns(unpack)
        .finally(() => packed.release())
        .then(() => finish(), finish);
    });
  });
}

/** JSON that is no more complex than may be parsed. */
class HeldJson extends ByteBuffer {
  readonly #complexity = new JsonComplexity();

  override add(piece: Uint8Array): void {
    this.#complexity.add(piece);
    super.add(piece);
  }
}

type Done = (error?: Error) => void;

/** By events, as nearly all bodies come in one piece, and for those an iterator takes too long. */
function collect(raw: IncomingMessage, into: ByteBuffer, done: Done): void {
  function finish(error?: Error) {
    raw.off('data', take).off('end', finish).off('error', leave);
    done(error);
  }
  function take(piece: Buffer) {
    try {
      into.add(piece);
    } catch (error) {
      finish(error as Error);
    }
  }
  const leave = () => finish(new AbandonedError());
  raw.on('data', take).on('end', finish).on('error', leave);
}

/** Not as it comes: how long an unpacker and its memory are needed must not depend on the client. */
async function unpackInto(json: ByteBuffer, packed: Buffer, packing: Compression): Promise<void> {
  try {
    for await (const piece of decompressBody([packed], packing)) json.add(piece);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new RequestError(
      'BAD_REQUEST',
      `The body cannot be unpacked as "${packing}", though its header Content-Encoding says so.`,
    );
  }
}

const noUtf8 = () =>
  new RequestError('BAD_REQUEST', 'The body has bytes that are no UTF-8; send it in UTF-8.');
