import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { LeanAdapter } from './lean-adapter';

test('requests and answers are born as Express wants them', async () => {
  const adapter = new LeanAdapter();
  adapter.initHttpServer();
  const express: Express = adapter.getInstance();
  const server = adapter.getHttpServer();
  const born: object[] = [];
  server.prependListener('request', (request: object, response: object) => {
    born.push(Object.getPrototypeOf(request), Object.getPrototypeOf(response));
  });
  express.get('/', (request, response) => void response.json({ path: request.path }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.json()).toEqual({ path: '/' });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  expect(born[0]).toBe(express.request);
  expect(born[1]).toBe(express.response);
});
