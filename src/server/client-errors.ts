import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type ErrorCode, errorCodes } from '../errors.js';

/**
 * Answers what is no HTTP request that can be read, so that no address is known. It has the shape
 * of the REST calls.
 */
export function answerUnreadable(fault: NodeJS.ErrnoException, socket: Socket): void {
  // The client went away, so nobody is left to answer.
  if (fault.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(fault);
    return;
  }
  const { code, error } = explained(fault);
  const { status } = errorCodes[code];
  const body = JSON.stringify({ ok: false, error, code });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Cache-Control: no-store',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function explained({ code }: NodeJS.ErrnoException): { code: ErrorCode; error: string } {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return {
        code: 'HEADERS_TOO_LARGE',
        error: 'The address and the headers are together over 16 KB; send the rest in a body.',
      };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { code: 'BAD_REQUEST', error: 'The request was not complete in time.' };
    default:
      return { code: 'BAD_REQUEST', error: 'This is no HTTP/1.1 request that can be read.' };
  }
}
