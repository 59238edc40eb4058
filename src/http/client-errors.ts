import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyReply, FastifyRequest } from 'fastify';
import { errorCodes, RequestError } from '../errors/request-error.js';
import { errorBody, maxHeaderBytes } from './http-errors.js';
import { isStreamed } from './streamed-route.js';
import { maxUrlBytes, urlTooLong } from './urls/url-length.js';

/** Answers what is no HTTP request, or never becomes a whole one. */
export class ClientErrors {
  readonly #replies = new WeakMap<Socket, FastifyReply>();

  /** Remembers to which address belongs what comes on the connection of the request. */
  watch(request: FastifyRequest, reply: FastifyReply): void {
    this.#replies.set(request.raw.socket, reply);
  }

  /** Answers in the shape of the address, or of the REST calls where none is known yet. */
  readonly answer = (fault: ConnectionError, socket: Socket): void => {
    const reply = this.#replies.get(socket);
    const isAnswered = reply === undefined || reply.raw.writableEnded;
    // It may take its time, and is ended when nothing more comes of it.
    if (isTooLate(fault) && !isAnswered && isStreamed(reply.request)) return;
    // Who sends on what was refused already would take a second answer for that to the next request.
    const isRefused = isAnswered && reply?.request.raw.complete === false;
    const isHalfSent = !isAnswered && reply.raw.headersSent;
    // Nobody is left to answer, or an answer is half sent and nothing may come in between.
    if (fault.code === 'ECONNRESET' || !socket.writable || isRefused || isHalfSent) {
      socket.destroy(fault);
      return;
    }
    const url = isAnswered ? '' : reply.request.url;
    sendRaw(socket, explained(fault), url);
  };
}

const isTooLate = ({ code }: ConnectionError) => code === 'ERR_HTTP_REQUEST_TIMEOUT';

function sendRaw(socket: Socket, { code, message, extensions }: RequestError, url: string): void {
  const { status } = errorCodes[code];
  const body = JSON.stringify(errorBody(url, { message, extensions }));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Cache-Control: no-store',
    'Content-Type: application/json; charset=utf-8',
    'X-Content-Type-Options: nosniff',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function explained({ code, rawPacket }: ConnectionError): RequestError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return isAddress(rawPacket)
        ? urlTooLong(`has over ${maxHeaderBytes} bytes`)
        : new RequestError(
            'HEADERS_TOO_LARGE',
            `The address and the headers are together over ${maxHeaderBytes} bytes; send the rest in a body.`,
          );
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new RequestError('REQUEST_TIMEOUT', 'The request was not complete in time.');
    default:
      return new RequestError('BAD_REQUEST', 'This is no HTTP/1.1 request that can be read.');
  }
}

/** Whether a request begins with an address that fills it; what came before is not known any more. */
function isAddress(packet: unknown): boolean {
  const [line = ''] = Buffer.isBuffer(packet) ? packet.toString('latin1').split('\r\n', 1) : [];
  return line.length > maxUrlBytes && /^[A-Z]+ \S/.test(line);
}
