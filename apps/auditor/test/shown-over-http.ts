/** The public routes of a log, as an operator may serve them: honestly, or as a spec wants them to lie. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Checkpoint,
  formatVerifierKey,
  GrowingTree,
  leafHashOf,
  parseTilePath,
  type SigningKey,
  signCheckpoint,
  type Tile,
} from '#transparency';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export class ShownOverHttp {
  witnesses: { centre: string; seen?: { checkpoint: string } }[] = [];
  announcements: string[] = [];
  firstKey: string;
  /** What paths that begin so answer instead of the truth. */
  readonly lies = new Map<string, Answer>();
  readonly handedIn: { authorization?: string; body: string }[] = [];
  bookLeaves: object[] = [];
  /** By the serial that is asked for. */
  readonly blocks = new Map<string, object>();
  private tiles: readonly Tile[] = [];
  private head: Checkpoint = { origin: '', size: 0, root: Buffer.alloc(32) };
  private readonly server: Server;

  private constructor(public key: SigningKey) {
    this.firstKey = formatVerifierKey(key.verifier);
    this.server = createServer((request, response) => this.answer(request, response));
  }

  static async start(key: SigningKey, entries: readonly string[]): Promise<ShownOverHttp> {
    const shown = new ShownOverHttp(key);
    shown.show(entries);
    await new Promise<void>((resolve) => shown.server.listen(0, '127.0.0.1', resolve));
    return shown;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get checkpoint(): string {
    return signCheckpoint(this.head, this.key);
  }

  /** These leaves, and a head of them. */
  show(entries: readonly (string | Uint8Array)[]): void {
    const tree = new GrowingTree();
    for (const entry of entries) {
      tree.add(leafHashOf(typeof entry === 'string' ? Buffer.from(entry) : entry));
    }
    this.head = { origin: this.key.verifier.name, size: tree.size, root: tree.root };
    this.tiles = tree.takeTiles();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '').replace('/api/v1/', '');
    const lie = [...this.lies].filter(([prefix]) => path.startsWith(prefix)).at(-1);
    if (lie) lie[1](request, response);
    else if (path.endsWith('/cosignatures')) this.takeIn(request, response);
    else if (path.startsWith('centres/')) this.showBook(path, response);
    else if (path === 'transparency/checkpoint') response.end(this.checkpoint);
    else if (path === 'transparency/keys') json(response, this.keys);
    else if (path === 'transparency/witnesses') json(response, { items: this.witnesses });
    else {
      const tile = this.tile(path.replace('transparency/tile/', ''));
      response.writeHead(tile ? 200 : 404).end(tile);
    }
  }

  private showBook(path: string, response: ServerResponse): void {
    const [, , , what, name = ''] = path.split(/[/?]/);
    const block = this.blocks.get(name);
    if (what === 'leaves') json(response, { items: this.bookLeaves, next: null });
    else response.writeHead(block ? 200 : 404).end(JSON.stringify(block ?? {}));
  }

  private get keys() {
    const rest = this.announcements.map((announcement) => ({ key: 'any', announcement }));
    return { items: [{ key: this.firstKey }, ...rest] };
  }

  private tile(path: string): Buffer | undefined {
    const name = parseTilePath(path);
    const tile = this.tiles.find(
      ({ level, index, width }) =>
        name && level === name.level && index === name.index && width >= name.width,
    );
    return name && tile?.hashes.subarray(0, name.width * 32);
  }

  private takeIn(request: IncomingMessage, response: ServerResponse): void {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      this.handedIn.push({ authorization: request.headers.authorization, body });
      response.writeHead(201).end('{}');
    });
  }
}

function json(response: ServerResponse, value: object): void {
  response.setHeader('Content-Type', 'application/json').end(JSON.stringify(value));
}
