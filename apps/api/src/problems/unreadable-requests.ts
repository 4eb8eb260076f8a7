import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem } from './problem';
import { renderProblem } from './render';

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  431: 'Request Header Fields Too Large',
};

/** Answers what is no HTTP request at all, which never reaches a route, with a problem document. */
export function answerUnreadableRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const isTooLarge = error.code === 'HPE_HEADER_OVERFLOW';
    const problem = isTooLarge
      ? new Problem(431, 'headers-too-large')
      : new Problem(400, 'request-malformed');
    const body = JSON.stringify(renderProblem(problem, 'en'));
    socket.end(
      `HTTP/1.1 ${problem.status} ${reasons[problem.status]}\r\nConnection: close\r\n` +
        `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
        `\r\n${body}`,
    );
  });
}
