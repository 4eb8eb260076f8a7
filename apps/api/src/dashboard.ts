/** The dashboard's build, when there is one: its files, and its page for every address of its own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';

const notPages = /^\/(?:api|assets|docs|health|metrics)(?:\/|$)/i;
/** Answered by routes alone: no file is looked for. */
const neverFiles = /^\/(?:api|health|metrics)(?:\/|$)/i;
const yearSeconds = 31_536_000;

/** Whoever asks for a page by its name wants HTML; the first page is for everyone. */
function isPageRequest(request: Request): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  if (request.path === '/') return true;
  return !notPages.test(request.path) && (request.headers.accept ?? '').includes('text/html');
}

/** Vite puts a hash of the content into the names under `assets/`: they never change. */
function setCaching(response: Response, path: string): void {
  const isHashed = path.includes('/assets/');
  const caching = isHashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache';
  response.setHeader('Cache-Control', caching);
}

export function serveDashboard(server: Express, folder: string): void {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return;
  const files = express.static(folder, { index: false, redirect: false, setHeaders: setCaching });
  server.use((request: Request, response: Response, next: NextFunction) => {
    if (neverFiles.test(request.path)) return next();
    files(request, response, (fault?: unknown) => {
      if (fault || !isPageRequest(request)) return next(fault);
      response.sendFile(page, { headers: { 'Cache-Control': 'no-cache' } }, (error) => {
        if (error) next(error);
      });
    });
  });
}
