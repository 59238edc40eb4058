import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyReply, FastifyRequest } from 'fastify';
import { errorCodes, RequestError } from '../errors/request-error.js';
import type { ErrorFormat, SelectErrorFormat } from './error-format.js';
import { jsonContentType, noSniffHeader } from './replies/response-headers.js';
import { maxHeaderBytes, maxUrlBytes } from './server-bounds.js';
import { isStreamed } from './streamed-route.js';
import { createUrlTooLongError } from './urls/url-length.js';

/** Replies to input that is not an HTTP request, or to a request that never becomes complete. */
export class ClientErrors {
  readonly #replies = new WeakMap<Socket, FastifyReply>();

  constructor(private readonly formatFor: SelectErrorFormat) {}

  /** Remembers to which request further input on its connection belongs. */
  watch(request: FastifyRequest, reply: FastifyReply): void {
    this.#replies.set(request.raw.socket, reply);
  }

  /** Replies as the API at the URL does, or as the one without a URL where there is none yet. */
  readonly reply = (fault: ConnectionError, socket: Socket): void => {
    const reply = this.#replies.get(socket);
    const isAnswered = reply === undefined || reply.raw.writableEnded;
    // It may take its time, and is aborted when no more data arrives.
    if (isTimeout(fault) && !isAnswered && isStreamed(reply.request)) return;
    // A client that is still sending a refused body would take a second response for that of its next request.
    const isRefused = isAnswered && reply?.request.raw.complete === false;
    const isHalfSent = !isAnswered && reply.raw.headersSent;
    // The client has left, or a reply would end up in the middle of a response.
    if (fault.code === 'ECONNRESET' || !socket.writable || isRefused || isHalfSent) {
      socket.destroy(fault);
      return;
    }
    const url = isAnswered ? '' : reply.request.url;
    sendRaw(socket, toRequestError(fault), this.formatFor(url));
  };
}

const isTimeout = ({ code }: ConnectionError) => code === 'ERR_HTTP_REQUEST_TIMEOUT';

function sendRaw(
  socket: Socket,
  { code, message, extensions }: RequestError,
  format: ErrorFormat,
): void {
  const { status } = errorCodes[code];
  const body = JSON.stringify(format.toBody({ message, extensions }));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Cache-Control: no-store',
    `Content-Type: ${jsonContentType}`,
    noSniffHeader.join(': '),
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function toRequestError({ code, rawPacket }: ConnectionError): RequestError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return isUrl(rawPacket)
        ? createUrlTooLongError(`has over ${maxHeaderBytes} bytes`)
        : new RequestError(
            'HEADERS_TOO_LARGE',
            `The URL and the headers together have over ${maxHeaderBytes} bytes, the maximum; send long values in the request body.`,
          );
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new RequestError('REQUEST_TIMEOUT', 'The request was not complete in time.');
    default:
      return new RequestError('BAD_REQUEST', 'This is not a valid HTTP/1.1 request.');
  }
}

/** Whether a packet begins with a request line that fills it. Earlier packets are no longer known. */
function isUrl(packet: unknown): boolean {
  const [line = ''] = Buffer.isBuffer(packet) ? packet.toString('latin1').split('\r\n', 1) : [];
  return line.length > maxUrlBytes && /^[A-Z]+ \S/.test(line);
}
