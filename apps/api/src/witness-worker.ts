/** The script that verifies the log beside the dashboard's page. */
import { existsSync } from 'node:fs';
import type { Express, Request, Response } from 'express';

export const witnessWorkerPath = '/witness-worker.js';

/** Nothing is served when it was not built. It may reach nothing: the page asks in its stead. */
export function serveWitnessWorker(server: Express, file: string): void {
  if (!existsSync(file)) return;
  server.get(witnessWorkerPath, (_: Request, response: Response) => {
    response.sendFile(file, {
      headers: {
        'Content-Security-Policy': "default-src 'none'",
        'Cache-Control': 'no-cache',
      },
    });
  });
}
