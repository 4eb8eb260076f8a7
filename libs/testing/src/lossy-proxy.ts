import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy on 127.0.0.1 that can lose what the server answers, and hang up. */
export interface LossyProxy {
  readonly port: number;
  /** From now on nothing that the server sends comes through; the server still gets everything. */
  muteServer(): void;
  /** Ends every connection; later ones work. */
  hangUp(): void;
  /** Bytes that came through to the server so far. */
  readonly toServerBytes: number;
  stop(): Promise<void>;
}

/** Listens at `port` when that is given, else at any free one. */
export async function lossyProxy(serverPort: number, port = 0): Promise<LossyProxy> {
  const sockets = new Set<Socket>();
  let isMuted = false;
  let toServerBytes = 0;
  const hangUp = () => {
    for (const socket of sockets) socket.destroy();
    isMuted = false;
  };
  const proxy = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1');
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.on('data', (chunk) => {
      toServerBytes += chunk.length;
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (!isMuted) client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(port, '127.0.0.1', resolve));
  return {
    port: (proxy.address() as AddressInfo).port,
    muteServer: () => {
      isMuted = true;
    },
    hangUp,
    get toServerBytes() {
      return toServerBytes;
    },
    stop: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        hangUp();
      }),
  };
}
