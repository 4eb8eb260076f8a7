import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DemoFault } from '../faults';
import { ApiClient, ApiRefusal } from './client';
import { Sessions } from './sessions';

interface Scripted {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

/** Answers one scripted answer after another, the last for ever, and remembers what was asked. */
class ScriptedApi {
  readonly asked: { path: string; key?: string; token?: string }[] = [];
  private readonly server: Server;

  private constructor(answers: readonly Scripted[]) {
    const left = [...answers];
    this.server = createServer((request, response) => {
      this.remember(request);
      const answer = left.length > 1 ? left.shift() : left[0];
      response.writeHead(answer?.status ?? 500, answer?.headers);
      response.end(JSON.stringify(answer?.body ?? {}));
    });
  }

  static async answering(...answers: readonly Scripted[]): Promise<ScriptedApi> {
    const api = new ScriptedApi(answers);
    await new Promise<void>((resolve) => api.server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private remember({ url, headers }: IncomingMessage): void {
    const key = headers['idempotency-key'];
    const token = headers.authorization?.replace('Bearer ', '');
    this.asked.push({ path: url ?? '', key: String(key), token });
  }
}

const post = { method: 'POST', path: '/centres', body: {}, idempotencyKey: 'a step' } as const;
const patienceMs = 2_000;

describe('the client', () => {
  let api: ScriptedApi;
  afterEach(() => api.stop());

  it.each([409, 429, 503])('repeats what met %d, with the same key', async (status) => {
    api = await ScriptedApi.answering({ status }, { status }, { status: 201, body: { a: 1 } });
    const answer = await new ApiClient(api.address).send(post);
    expect(answer).toEqual({ status: 201, body: { a: 1 }, isReplayed: false });
    expect(api.asked.map(({ path, key }) => `${path} ${key}`)).toEqual(
      Array(3).fill('/api/v1/centres a step'),
    );
  });

  it('says when it stops being patient', async () => {
    api = await ScriptedApi.answering({ status: 503, body: { detail: 'the store is away' } });
    const sent = new ApiClient(api.address, 300).send(post);
    await expect(sent).rejects.toThrow(/got no answer for 0.3 s \(503 the store is away\)/);
  });

  it('does not repeat what is refused, and says why', async () => {
    const errors = [{ path: '/lines/3/serial', message: 'not in stock' }];
    api = await ScriptedApi.answering({ status: 422, body: { detail: 'refused', errors } });
    const sent = new ApiClient(api.address, patienceMs).send(post);
    await expect(sent).rejects.toBeInstanceOf(ApiRefusal);
    await expect(sent).rejects.toThrow('refused; /lines/3/serial not in stock');
    expect(api.asked).toHaveLength(1);
  });

  it('knows an answer that had been given before', async () => {
    const headers = { 'Idempotency-Replayed': 'true' };
    api = await ScriptedApi.answering({ status: 201, headers });
    expect((await new ApiClient(api.address).send(post)).isReplayed).toBe(true);
  });

  it('is told by the address that nobody listens', async () => {
    api = await ScriptedApi.answering({ status: 200 });
    const { address } = api;
    await api.stop();
    const sent = new ApiClient(address, 300).send(post);
    await expect(sent).rejects.toBeInstanceOf(DemoFault);
    await expect(sent).rejects.toThrow('ECONNREFUSED');
    api = await ScriptedApi.answering({ status: 200 });
  });
});

describe('sessions', () => {
  let api: ScriptedApi;
  afterEach(() => api.stop());

  it('log in once, and again when the token has run out', async () => {
    api = await ScriptedApi.answering(
      { status: 200, body: { accessToken: 'first' } },
      { status: 200 },
      { status: 401 },
      { status: 200, body: { accessToken: 'second' } },
      { status: 201 },
    );
    const sessions = new Sessions(new ApiClient(api.address), () => 'secret');
    await sessions.send('clerk', post);
    expect((await sessions.send('clerk', post)).status).toBe(201);
    expect(api.asked.map(({ token }) => token)).toEqual([
      undefined,
      'first',
      'first',
      undefined,
      'second',
    ]);
  });

  it('a wrong password is told as such', async () => {
    api = await ScriptedApi.answering({ status: 401 });
    const sessions = new Sessions(new ApiClient(api.address), () => 'wrong');
    await expect(sessions.send('admin', post)).rejects.toThrow('admin cannot log in');
  });
});
