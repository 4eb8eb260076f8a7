/** One client of `GET /changes`, as a page reads it. */
import type { Client, Headers } from './client';
import { until } from './running-api';

export interface Told {
  readonly id?: string;
  readonly event?: string;
  readonly data?: {
    readonly view: string;
    readonly centre: string | null;
    readonly position: string;
  };
}

export class Watching {
  readonly told: Told[] = [];
  lastId: string | undefined;
  isOver = false;
  private readonly hangingUp = new AbortController();
  private reading: Promise<void> = Promise.resolve();

  /** Rejects unless the answer is 200; resolves when the client was told where it stands. */
  static async open(client: Client, headers: Headers = {}): Promise<Watching> {
    const watching = new Watching();
    const answer = await fetch(`http://127.0.0.1:${client.port}/api/v1/changes`, {
      headers: { ...headers, Authorization: `Bearer ${client.token}` },
      signal: watching.hangingUp.signal,
    });
    if (answer.status !== 200 || !answer.body) throw new Error(String(answer.status));
    watching.reading = watching.read(answer.body as unknown as AsyncIterable<Uint8Array>);
    await until(async () => watching.lastId !== undefined);
    return watching;
  }

  /** What was told of views, as `view centre`. */
  get views(): string[] {
    return this.told.flatMap(({ data }) => (data?.view ? [`${data.view} ${data.centre}`] : []));
  }

  async hears(what: string): Promise<void> {
    await until(async () => this.views.includes(what));
  }

  async hangUp(): Promise<void> {
    this.hangingUp.abort();
    await this.reading;
  }

  async ends(): Promise<void> {
    await this.reading;
  }

  private async read(body: AsyncIterable<Uint8Array>): Promise<void> {
    const utf8 = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of body) {
        text += utf8.decode(chunk, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      }
    } catch {
      // Hung up by us, or cut off.
    }
    this.isOver = true;
  }

  private take(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
      }),
    );
    const id = fields.get('id');
    if (id !== undefined) this.lastId = id;
    const event = fields.get('event');
    if (event === undefined) return;
    this.told.push({ id, event, data: JSON.parse(fields.get('data') ?? '{}') });
  }
}
