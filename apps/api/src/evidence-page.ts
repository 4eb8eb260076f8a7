/** The page that checks evidence: one file, to be opened here or kept for where there is no network. */
import { existsSync, readFileSync } from 'node:fs';
import type { Express, Request, Response } from 'express';

export const evidencePagePath = '/check-evidence.html';
const policyOfPage = /http-equiv="Content-Security-Policy" content="([^"]+)"/;

/** Nothing is served when the page was not built. Its own policy stands in for that of the others. */
export function serveEvidencePage(server: Express, file: string): void {
  if (!existsSync(file)) return;
  const page = readFileSync(file, 'utf8');
  const policy = policyOfPage.exec(page)?.[1];
  if (policy === undefined) throw new Error(`${file} states no policy`);
  server.get(evidencePagePath, (_: Request, response: Response) => {
    response
      .setHeader('Content-Security-Policy', `${policy}; frame-ancestors 'none'`)
      .setHeader('Cache-Control', 'no-cache')
      .type('html')
      .send(page);
  });
}
