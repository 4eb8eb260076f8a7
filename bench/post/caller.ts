/** One user of a running API, over connections that stay open. */
import { Agent, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly tookMs: number;
}

const connectionsMax = 128;
const answerMsMax = 30_000;
const agent = new Agent({ keepAlive: true, maxSockets: connectionsMax, scheduling: 'fifo' });

export class Caller {
  constructor(
    private readonly address: string,
    private readonly token?: string,
  ) {}

  as(token: string): Caller {
    return new Caller(this.address, token);
  }

  /** Sends a body that is JSON already. */
  send(method: 'GET' | 'POST' | 'PUT', path: string, body = ''): Promise<Answer> {
    const sentAt = performance.now();
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
    };
    return new Promise((resolve, reject) => {
      const url = new URL(`/api/v1/${path}`, this.address);
      const call = request(url, { method, agent, headers, timeout: answerMsMax }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, text, tookMs: performance.now() - sentAt });
        });
      });
      call.on('timeout', () => call.destroy(new Error(`${path}: no answer in time`)));
      call.on('error', reject);
      call.end(body);
    });
  }

  /** Anything but success is an error of the benchmark. */
  async must<Body = Record<string, unknown>>(
    path: string,
    body: object,
    method: 'POST' | 'PUT' = 'POST',
  ): Promise<Body> {
    const { status, text } = await this.send(method, path, JSON.stringify(body));
    if (status < 200 || status > 202) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text) as Body;
  }
}

export function closeConnections(): void {
  agent.destroy();
}
