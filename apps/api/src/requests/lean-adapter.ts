import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import express, { type Express, type Response } from 'express';
import { Reply } from './reply';

/** Headers and body leave together, as one write. */
function sendJson(response: Response, body: object): void {
  const text = JSON.stringify(body);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

/**
 * Express gives each request and each answer another prototype. What is changed so outlives every
 * collection of the young heap: these are born with what Express would give them, which leaves it
 * nothing to change.
 */
function bornFor(server: Express) {
  class Asked extends IncomingMessage {}
  class Answered extends ServerResponse<Asked> {}
  server.request = Object.setPrototypeOf(Asked.prototype, server.request);
  server.response = Object.setPrototypeOf(Answered.prototype, server.response);
  return { IncomingMessage: Asked, ServerResponse: Answered };
}

/**
 * Express as Nest uses it, but for what handlers answer: JSON, without a look at anything else.
 * Every address has one spelling; another case or one more slash is another address. Without Nest's
 * options of the server: encryption is the business of whatever stands before it.
 */
export class LeanAdapter extends ExpressAdapter {
  constructor() {
    const server = express();
    // Express reads both when its first route or middleware comes.
    server.enable('case sensitive routing').enable('strict routing');
    super(server);
  }

  override initHttpServer(): void {
    const server: Express = this.getInstance();
    this.httpServer = createServer(bornFor(server), server);
  }

  override reply(response: Response, answer: unknown, statusCode?: number): unknown {
    if (typeof answer !== 'object' || answer === null) {
      return super.reply(response, answer, statusCode);
    }
    if (!(answer instanceof Reply)) {
      response.statusCode = statusCode ?? response.statusCode;
      return sendJson(response, answer);
    }
    response.statusCode = answer.status;
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
    return answer.body ? sendJson(response, answer.body) : response.end();
  }
}
