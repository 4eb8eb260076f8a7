import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Express, Request, Response } from 'express';

const description = `The custody ledger for blank certificates.

Dates are calendar days in Asia/Shanghai, instants are UTC; positions, revisions and other numbers
that can exceed 2^53 are strings. Unknown fields are refused. Every error is a problem document
(RFC 9457), judged in the order 401, 403, 404, 400, 422. A command answers 201 with what it
appended, 202 when a second user must approve, 200 to a dry run.`;

/** The OpenAPI document, made from the code. */
export function makeApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Liushui')
    .setDescription(description)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'Access token or API key' })
    .addCookieAuth('liushui_refresh', { type: 'apiKey', in: 'cookie' }, 'liushui_refresh')
    .build();
  return SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}_${method}`,
  });
}

/** Serves the document at /docs/openapi.json, and a page to read it at /docs. */
export function serveApiDocument(app: INestApplication, document: OpenAPIObject): void {
  const text = JSON.stringify(document);
  const server = app.getHttpAdapter().getInstance() as Express;
  server.get('/docs/openapi.json', (_request: Request, response: Response) => {
    response.type('application/json').send(text);
  });
  SwaggerModule.setup('docs', app, document, { raw: false });
}
