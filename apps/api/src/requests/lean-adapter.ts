import { ExpressAdapter } from '@nestjs/platform-express';
import express, { type Response } from 'express';
import { Reply } from './reply';

/** Headers and body leave together, as one write. */
function sendJson(response: Response, body: object): void {
  const text = JSON.stringify(body);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

/**
 * Express as Nest uses it, but for what handlers answer: JSON, without a look at anything else.
 * Every address has one spelling; another case or one more slash is another address.
 */
export class LeanAdapter extends ExpressAdapter {
  constructor() {
    const server = express();
    // Express reads both when its first route or middleware comes.
    server.enable('case sensitive routing').enable('strict routing');
    super(server);
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
